"use strict";
// What is known of one mention: in short where the pointer is, at length in the panel when it is chosen.

/** Pairs of name and value as a list; empty values are left out. */
function definitions(rows) {
  return el("dl", {}, rows.filter(([, value]) => value !== null && value !== undefined && value !== "").flatMap(([name, value]) =>
    [el("dt", {}, name), el("dd", {}, value)]));
}

/** The rows that describe a mention. */
function mentionRows(mention) {
  const entity = mention.entity ? Models.now.entities.get(mention.entity) : null;
  return [
    [t("label"), `${typeName(mention.label)} (${typeOf(mention.label).letter})`],
    [t("norm"), mention.norm === mention.text ? null : mention.norm],
    [t("value"), valueText(mention.value)],
    [t("read_note"), mention.value_note],
    [t("entity"), entity ? entity.name : mention.entity],
    [t("sure"), certainty(mention.confidence)],
    [t("status"), statusOf(mention) === "asserted" ? null : t(statusOf(mention))],
  ];
}

/** Show a mention in short beside its element. */
function showTip(target, mention) {
  const tip = document.getElementById("tip");
  fill(tip, el("b", {}, mention.text), definitions(mentionRows(mention)));
  tip.hidden = false;
  const box = target.getBoundingClientRect(), own = tip.getBoundingClientRect();
  const below = box.bottom + 6 + own.height < innerHeight;
  tip.style.left = `${Math.max(8, Math.min(box.left, innerWidth - own.width - 8))}px`;
  tip.style.top = `${below ? box.bottom + 6 : Math.max(8, box.top - own.height - 6)}px`;
}

function hideTip() {
  document.getElementById("tip").hidden = true;
}

/** The panel of a mention: what it is, its relations, the facts about its entity. */
function mentionPanel(number, mention, choose) {
  const relations = Models.now.relations(number).filter((relation) => relation.confidence >= State.confidence);
  const row = (relation, other, arrow) => {
    const far = Models.now.mention(number, other);
    const type = RELATIONS.get(relation.label);
    return el("li", { class: statusOf(relation) === "asserted" ? "" : "unsaid" },
      el("span", { class: "relation", title: State.language === "zh" ? type?.reads_zh : type?.reads }, `${arrow} ${typeName(relation.label)}`),
      button(far.text, () => choose(other), { class: "link" }), statusBadge(relation),
      relation.scope ? el("span", { class: "note" }, `${t("scope")} ${relation.scope}`) : null,
      el("span", { class: "certainty" }, certainty(relation.confidence)));
  };
  const rows = [
    ...relations.filter((relation) => relation.head === mention.number).map((relation) => row(relation, relation.tail, "→")),
    ...relations.filter((relation) => relation.tail === mention.number).map((relation) => row(relation, relation.head, "←")),
  ];
  const entity = mention.entity ? Models.now.entities.get(mention.entity) : null;
  return [
    el("h3", {}, mention.text),
    definitions([...mentionRows(mention), ...(entity ? entityRows(entity) : [])]),
    el("h4", {}, t("relations")),
    rows.length ? el("ul", { class: "relations" }, rows) : el("p", { class: "note" }, t("no_relations")),
    ...(entity ? factList(Models.now.factsAbout(entity.id)) : []),
  ];
}

/** The rows that describe an entity. */
function entityRows(entity) {
  return [
    [t("aliases"), (entity.aliases ?? []).join("、")],
    [t("place"), entity.place ? Models.now.entityName(entity.place) : null],
    ["ID", entity.id],
  ];
}

/** Facts with the sentences that say them, each a way into its article. */
function factList(facts, limit = 40) {
  const likely = facts.filter((fact) => (fact.confidence ?? 1) >= State.confidence);
  if (!likely.length) return [];
  return [
    el("h4", {}, `${t("facts_of")} (${likely.length})`),
    el("ul", { class: "factlist" }, likely.slice(0, limit).map((fact) => el("li", { class: statusOf(fact) === "asserted" ? "" : "unsaid" },
      el("div", {}, partText(fact.subject), el("span", { class: "relation" }, ` ${typeName(fact.predicate)} `), partText(fact.object),
        fact.place ? el("span", { class: "note" }, ` ${t("at")} ${partText(fact.place)}`) : null,
        factDate(fact) && fact.predicate !== "ON_DATE" ? el("span", { class: "note" }, ` ${dateText(factDate(fact))}`) : null,
        statusBadge(fact)),
      sentenceLinks(fact)))),
    likely.length > limit ? el("p", { class: "note" }, t("more", { n: likely.length - limit })) : null,
  ];
}

/** The sentences of a fact, as links. */
function sentenceLinks(fact) {
  const said = fact.evidence.map((item) => Models.now.evidence(item));
  return [
    ...said.map((item) => item.number < 0 ? el("q", {}, item.text)
      : button(item.text, () => openSentence(item.number, item.start, item.end), { class: "quote", title: t("open_sentence") })),
    (fact.support ?? 0) > said.length ? el("p", { class: "note" }, t("truncated", { n: fact.support, m: said.length })) : null,
  ];
}
