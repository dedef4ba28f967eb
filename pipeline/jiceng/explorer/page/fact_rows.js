"use strict";
// The rows of the facts' table.

const COLUMNS = ["subject", "predicate", "object", "counts", "place", "date", "status", "sure", "support", "article"];
const SORT_OF = { sure: "confidence" };

/** The head: a click sorts, another click turns the order. */
function factHead(filters, act) {
  return el("thead", {}, el("tr", {}, COLUMNS.map((column) => {
    const by = SORT_OF[column] ?? column;
    const sorted = filters.sort === by;
    return el("th", { scope: "col", "aria-sort": sorted ? (filters.down ? "descending" : "ascending") : null },
      button(t(column) + (sorted ? (filters.down ? " ▼" : " ▲") : ""), () => act(by), { data: { sort: by } }));
  })));
}

/** One row; a click, or Enter, opens the sentence. */
function factRow(fact, model) {
  const said = model.evidence(fact.evidence[0] ?? { doc: "", start: 0, end: 0, text: "" });
  const open = () => said.number >= 0 && openSentence(said.number, said.start, said.end);
  const cell = (column, ...children) => el("td", { data: { name: t(column) }, class: `c-${column}` }, children);
  const ends = [countsText(fact.subject), fact.object.label === "QUANTITY" ? quantity(fact.object.value) : countsText(fact.object)].filter(Boolean);
  return el("tr", { tabindex: 0, title: said.text, class: statusOf(fact) === "asserted" ? "" : "unsaid",
    on: { click: open, keydown: (event) => event.key === "Enter" && event.target === event.currentTarget && open() } },
    cell("subject", chip(fact.subject)),
    cell("predicate", typeName(fact.predicate)),
    cell("object", chip(fact.object)),
    cell("counts", ends.join(" → ")),
    cell("place", fact.place ? partText(fact.place) : ""),
    cell("date", dateText(factDate(fact))),
    cell("status", statusBadge(fact) ?? el("span", { class: "note" }, t("asserted"))),
    cell("sure", certainty(fact.confidence)),
    cell("support", supportCell(fact, model)),
    cell("article", said.document, el("span", { class: "said" }, said.text)));
}

/** A participant with the mark of its type. */
function chip(part) {
  const mark = el("i", { class: "type", title: typeName(part.label) }, typeOf(part.label).letter);
  mark.style.setProperty("--colour", colourOf(part.label));
  return el("span", { class: "chip" }, mark, part.name);
}

/** The number of sentences; with several, a way to each. */
function supportCell(fact, model) {
  if (fact.evidence.length < 2) return String(fact.support ?? 1);
  return [`${fact.support ?? fact.evidence.length}: `, ...fact.evidence.slice(0, 5).map((item, number) => {
    const said = model.evidence(item);
    return button(String(number + 1), (event) => {
      event.stopPropagation();
      if (said.number >= 0) openSentence(said.number, said.start, said.end);
    }, { class: "link", title: `${said.document}: ${said.text}` });
  })];
}
