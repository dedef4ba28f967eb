"use strict";
// Two exports in the text: each sentence in which their mentions or relations differ, one above the other.

/** Pairs of documents that both exports have: {id, numbers: [in the first, in the second]}. */
function sharedDocuments() {
  const [before, after] = Models.all;
  return before.documents.map((article, number) => ({ id: article.id, title: article.title, numbers: [number, after.numberOf(article.id)] }))
    .filter(({ numbers }) => numbers[1] !== undefined);
}

/** The sentences of a pair in which something differs: {start, end, sides}. */
function differingSentences(pair) {
  const sides = pair.numbers.map((number, side) => {
    const model = Models.all[side];
    const mentions = model.documents[number].mentions.map((_, i) => model.mention(number, i));
    const relations = model.relations(number).map((relation) => ({ ...relation, from: mentions[relation.head], to: mentions[relation.tail] }));
    return { mentions: mentions.filter((mention) => mention.confidence >= State.confidence), relations: relations.filter((relation) => relation.confidence >= State.confidence) };
  });
  const mentionKey = (mention) => JSON.stringify([mention.start, mention.end, mention.label]);
  const relationKey = (relation) => JSON.stringify([relation.label, mentionKey(relation.from), mentionKey(relation.to), statusOf(relation)]);
  const keys = sides.map((side) => ({ mentions: new Set(side.mentions.map(mentionKey)), relations: new Set(side.relations.map(relationKey)) }));
  sides.forEach((side, number) => {
    const other = keys[1 - number];
    side.only = side.mentions.filter((mention) => !other.mentions.has(mentionKey(mention)));
    side.onlyRelations = side.relations.filter((relation) => !other.relations.has(relationKey(relation)));
  });
  return sentencesOf(pair).map(([start, end, text]) => {
    const inside = (mention) => start <= mention.start && mention.end <= end;
    return { start, end, text, sides: sides.map((side) => ({ mentions: side.mentions.filter(inside), only: side.only.filter(inside),
      onlyRelations: side.onlyRelations.filter((relation) => inside(relation.from)) })) };
  }).filter(({ sides: both }) => both.some((side) => side.only.length || side.onlyRelations.length));
}

/** The sentences of a pair's text; without a text, those that the facts of either export quote. */
function sentencesOf(pair) {
  for (const [side, number] of pair.numbers.entries()) {
    const characters = Models.all[side].characters(number);
    if (characters) return cutSentences(characters);
  }
  const quoted = new Map();
  pair.numbers.forEach((number, side) => {
    for (const [start, end, text] of Models.all[side].documents[number].sentences ?? []) if (text) quoted.set(start, [start, end, text]);
  });
  return [...quoted.values()].sort((a, b) => a[0] - b[0]);
}

/** [start, end, text] of the sentences of a text. */
function cutSentences(characters) {
  const found = [];
  let start = 0;
  characters.forEach((char, i) => {
    if (!"。！？!?\n".includes(char) && i + 1 < characters.length) return;
    if (i + 1 > start) found.push([start, i + 1, characters.slice(start, i + 1).join("")]);
    start = i + 1;
  });
  return found;
}

/** One sentence as both exports read it. */
function sentencePair({ start, end, text, sides }) {
  return el("li", { class: "pair" }, sides.map((side, number) => el("div", { class: "side" },
    el("small", {}, `${Models.all[number].name} · ${start}–${end}`),
    el("div", { class: "text" }, markedSentence(start, end, text, side.mentions, (mention) => (side.only.includes(mention) ? "only" : ""))),
    side.onlyRelations.length ? el("ul", { class: "onlylist" }, side.onlyRelations.map((relation) => el("li", {},
      `${relation.from.text} ─${typeName(relation.label)}→ ${relation.to.text} `, statusBadge(relation), el("span", { class: "certainty" }, certainty(relation.confidence))))) : null)));
}
