"use strict";
// Which facts are shown, and in what order. No elements here: this part is pure and fast.

/** The filters of the table as they are when nothing is chosen. */
function freshFilters() {
  return { search: "", predicate: "", subject: "", object: "", place: "", date: "", status: "", document: "", label: "", sort: "article", down: false };
}

/** The facts that fit the filters, sorted. */
function filterFacts(model, filters, confidence) {
  const words = folded(filters.search).split(/\s+/).filter(Boolean);
  const [subject, object, place] = [filters.subject, filters.object, filters.place].map((text) => folded(text.trim()));
  const document = filters.document === "" ? null : Number(filters.document);
  const has = (part, wanted) => !wanted || (part && folded(partText(part)).includes(wanted));
  const found = model.facts.filter((fact) =>
    (fact.confidence ?? 1) >= confidence
    && (!filters.predicate || fact.predicate === filters.predicate)
    && (!filters.status || statusOf(fact) === filters.status)
    && (!filters.label || fact.subject.label === filters.label || fact.object.label === filters.label)
    && (document === null || model.saidIn(fact, document))
    && has(fact.subject, subject) && has(fact.object, object) && has(fact.place, place)
    && (!filters.date || dateText(factDate(fact)).includes(filters.date.trim()))
    && words.every((word) => model.searched(fact).includes(word)));
  return sortFacts(model, found, filters.sort, filters.down);
}

const CHINESE = new Intl.Collator("zh-Hans", { numeric: true });

const SORTS = {
  predicate: (fact) => typeName(fact.predicate),
  subject: (fact) => partText(fact.subject),
  object: (fact) => partText(fact.object),
  counts: (fact) => firstAmount(fact),
  place: (fact) => fact.place?.name ?? "",
  date: (fact) => dateText(factDate(fact)),
  status: (fact) => statusOf(fact),
  confidence: (fact) => fact.confidence ?? 1,
  support: (fact) => fact.support ?? fact.evidence.length,
  article: (fact, model) => articleOrder(fact, model),
};

/** The number of a fact, by which counts are sorted; facts without one come first. */
function firstAmount(fact) {
  const value = fact.object.value ?? fact.object.counts?.[0] ?? fact.subject.counts?.[0];
  return typeof value?.amount === "number" ? value.amount : -Infinity;
}

/** The order of the articles and of the sentences in them. */
function articleOrder(fact) {
  const item = fact.evidence[0];
  return Array.isArray(item) ? item[0] * 1e7 + item[1] : Infinity;
}

function sortFacts(model, facts, by, down) {
  const key = SORTS[by] ?? SORTS.article;
  const keyed = facts.map((fact, number) => [key(fact, model), number, fact]);
  const compare = keyed.length && typeof keyed[0][0] === "string"
    ? (a, b) => CHINESE.compare(a[0], b[0]) : (a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0);
  // Facts that are alike keep their order, whichever way the table is turned.
  keyed.sort((a, b) => (down ? -1 : 1) * compare(a, b) || a[1] - b[1]);
  return keyed.map(([, , fact]) => fact);
}

/** The values that occur, for a choice: [value, text with its number]. */
function occurring(items, text) {
  const counts = d3.rollup(items.filter((item) => item !== "" && item !== null && item !== undefined), (of) => of.length, (item) => item);
  return [["", t("any")], ...[...counts].sort((a, b) => b[1] - a[1]).map(([value, count]) => [value, `${text(value)} (${count})`])];
}
