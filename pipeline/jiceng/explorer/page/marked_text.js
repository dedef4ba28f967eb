"use strict";
// An article's text with its mentions: cut at every end of a mention, each piece with the mention that it belongs to.

/** Pieces [start, end, mention or null] that cover [from, to) of a text; of mentions that overlap the shortest wins. */
function pieces(mentions, from, to) {
  const inside = mentions.filter((mention) => mention.start < mention.end && from <= mention.start && mention.end <= to);
  const cuts = [...new Set([from, to, ...inside.flatMap((mention) => [mention.start, mention.end])])].sort((a, b) => a - b);
  const byStart = [...inside].sort((a, b) => a.start - b.start);
  const found = [];
  let open = [], next = 0;
  for (let i = 0; i + 1 < cuts.length; i++) {
    while (next < byStart.length && byStart[next].start <= cuts[i]) open.push(byStart[next++]);
    open = open.filter((mention) => mention.end > cuts[i]);
    const shortest = open.reduce((best, mention) => (best && best.end - best.start <= mention.end - mention.start ? best : mention), null);
    found.push([cuts[i], cuts[i + 1], shortest]);
  }
  return found;
}

/** A mention's element. `look` may add a class and an attribute for screen readers. */
function mentionElement(mention, text, look = "") {
  const type = typeOf(mention.label);
  const unsaid = statusOf(mention) !== "asserted";
  const mark = el("span", { class: `mention ${look} ${unsaid ? "unsaid" : ""}`, role: "button", tabindex: -1,
    "aria-label": `${text}, ${typeName(mention.label)}`, data: { mention: mention.number, label: mention.label } }, text);
  mark.style.setProperty("--colour", colourOf(mention.label));
  if (State.letters) mark.append(el("sub", { "aria-hidden": "true" }, type.letter));
  return mark;
}

/** The elements of [from, to) of a text, which is an array of code points that begins at `offset`. */
function markedText(characters, offset, mentions, from, to, look) {
  return pieces(mentions, from, to).map(([start, end, mention]) => {
    const text = characters.slice(start - offset, end - offset).join("");
    return mention ? mentionElement(mention, text, look?.(mention) ?? "") : document.createTextNode(shown(text));
  });
}

/** A sentence of which only its own text is known, with the mentions inside it. */
function markedSentence(start, end, text, mentions, look) {
  const characters = Array.from(text);
  const inside = mentions.filter((mention) => start <= mention.start && mention.end <= end);
  return markedText(characters, start, inside, start, start + characters.length, look);
}
