"use strict";
// The view of the facts: filters, the table, and what is shown as a file.

const FACT_STEP = 60;
const Facts = {};

/** Build the view. */
function showFacts(view) {
  const model = Models.now;
  State.facts = { ...freshFilters(), ...State.facts };
  Facts.count = el("p", { class: "count", role: "status" });
  Facts.table = el("table", { class: "facts" });
  Facts.more = el("p", { class: "more" });
  const filters = State.facts;
  const change = (name) => (value) => {
    filters[name] = value;
    updateFacts();
  };
  const words = (name) => searchField(t(name), filters[name], change(name), { class: "narrow" });
  fill(view, el("div", { class: "page" },
    el("div", { class: "bar filters" },
      searchField(t("search"), filters.search, change("search"), { class: "wide", id: "search" }),
      choice(t("predicate"), occurring(model.facts.map((fact) => fact.predicate), typeName), filters.predicate, change("predicate")),
      choice(t("labels"), occurring(model.facts.flatMap((fact) => [...new Set([fact.subject.label, fact.object.label])]), typeName), filters.label, change("label")),
      model.documents.length > 1 ? articleChoice(filters.document, change("document"), t("any")) : null,
      statusChoice(model, filters, change("status")),
      words("subject"), words("object"), words("place"), words("date"),
      confidenceField(updateFacts),
      button(t("clear"), () => {
        State.facts = freshFilters();
        State.confidence = 0;
        showFacts(view);
      }, { class: "plain" })),
    el("div", { class: "bar" }, Facts.count, el("span", { class: "space" }),
      button(t("save_csv"), () => save(fileName("facts", "csv"), factsCsv(Facts.found, model), "text/csv"), { id: "csv" }),
      button(t("save_jsonl"), () => save(fileName("facts", "jsonl"), factsJsonl(Facts.found, model), "application/jsonl"), { id: "jsonl" })),
    el("div", { class: "scroll" }, Facts.table), Facts.more));
  Facts.watch?.disconnect();
  Facts.watch = new IntersectionObserver((entries) => entries[0].isIntersecting && moreFacts());
  updateFacts();
  Facts.watch.observe(Facts.more);
}

/** A choice among the articles; "" is all. */
function articleChoice(value, act, all) {
  return choice(t("article"), [["", all], ...Models.now.documents.map((article, number) => [String(number), article.id])], value, act);
}

/** A choice of the status, if the export tells more than one. */
function statusChoice(model, filters, act) {
  const options = occurring(model.facts.map(statusOf), t);
  return options.length > 2 ? choice(t("status"), options, filters.status, act) : null;
}

/** Filter, sort, and show the first rows. */
function updateFacts() {
  const model = Models.now;
  Facts.found = filterFacts(model, State.facts, State.confidence);
  Facts.shown = 0;
  Facts.body = el("tbody");
  fill(Facts.table, factHead(State.facts, sortBy), Facts.body);
  moreFacts();
}

function sortBy(column) {
  State.facts.down = State.facts.sort === column && !State.facts.down;
  State.facts.sort = column;
  updateFacts();
  Facts.table.querySelector(`[data-sort="${column}"]`)?.focus();
}

/** Show the next rows, and say how many there are. */
function moreFacts() {
  const model = Models.now;
  Facts.body.append(...Facts.found.slice(Facts.shown, Facts.shown + FACT_STEP).map((fact) => factRow(fact, model)));
  Facts.shown = Math.min(Facts.found.length, Facts.shown + FACT_STEP);
  const rest = Facts.found.length - Facts.shown;
  Facts.count.textContent = t("shown_facts", { n: grouped(Facts.found.length), all: grouped(model.facts.length) })
    + (rest ? ` · ${t("first_rows", { n: grouped(Facts.shown) })}` : "");
  fill(Facts.more, Facts.found.length ? null : el("span", {}, t("nothing")),
    rest ? button(t("more_rows", { n: Math.min(rest, FACT_STEP) }), moreFacts) : null);
}
