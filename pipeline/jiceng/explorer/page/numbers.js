"use strict";
// The view of the numbers: per article and over all.

const PLOT_ITEMS = 40;

/** Build the view. What is chosen above stays as it is while the plots below are made anew. */
function showNumbers(view) {
  const state = State.numbers;
  state.document ??= -1;
  const body = el("div", {});
  const articles = Models.now.documents.map((article, number) => [String(number), article.id]);
  fill(view, el("div", { class: "page" },
    el("div", { class: "bar" },
      choice(t("article"), [["-1", t("all_articles")], ...articles], String(state.document), (value) => {
        state.document = Number(value);
        drawNumbers(body);
      }, { id: "numbers-article" }),
      confidenceField(() => drawNumbers(body))), body));
  drawNumbers(body);
}

/** Make the plots as the choices say. */
function drawNumbers(body) {
  const state = State.numbers, model = Models.now;
  const number = state.document === -1 ? null : state.document;
  const facts = model.facts.filter((fact) => (fact.confidence ?? 1) >= State.confidence && (number === null || model.saidIn(fact, number)));
  const source = t("source", { name: model.name + (number === null ? "" : ` / ${model.documents[number].id}`), n: grouped(facts.length) });
  const things = countedThings(model, facts.filter((fact) => statusOf(fact) === "asserted"));
  const labels = occurring(things.map((item) => item.label), typeName).slice(1);
  if (!labels.some(([label]) => label === state.label) && labels.length) state.label = labels[0][0];
  const choose = (label) => {
    state.label = label;
    drawNumbers(body);
    document.getElementById("thing").focus();
  };
  fill(body, tiles(model, number, facts), el("div", { class: "plots" },
    entitiesPlot(model, number, facts, source),
    el("div", {}, choice(t("thing"), labels, state.label, choose, { id: "thing" }), countedPlot(things, state.label, source)),
    casesPlot(things, source)));
}

function tiles(model, number, facts) {
  const articles = number === null ? model.documents : [model.documents[number]];
  const items = [[t("articles"), articles.length], [t("mentions"), d3.sum(articles, (article) => article.mentions.length)],
    [t("relations"), d3.sum(articles, (article) => article.relations.length)], [t("entities"), entitiesIn(model, number).length], [t("facts"), facts.length]];
  return el("dl", { class: "tiles" }, items.map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, grouped(value)))));
}

/** The entities that an article (null: any) mentions. */
function entitiesIn(model, number) {
  if (number === null) return [...model.entities.values()].filter((entity) => entity.mentions !== 0);
  const ids = new Set(model.documents[number].mentions.map(([, , , , entity]) => entity).filter(Boolean));
  return [...ids].map((id) => model.entities.get(id)).filter(Boolean);
}

function entitiesPlot(model, number, facts, source) {
  const counts = d3.rollup(entitiesIn(model, number), (of) => of.length, (entity) => entity.label);
  const items = [...counts].sort((a, b) => b[1] - a[1]).map(([label, value]) => ({ name: typeName(label), value, text: grouped(value), label }));
  if (!items.length) return null;
  return plotFrame("entities", t("by_type"), barPlot(t("by_type"), items, source, t("entities")),
    [[t("label"), t("amount")], ...items.map((item) => [item.name, item.text])]);
}

function countedPlot(things, label, source) {
  const wanted = things.filter((item) => item.label === label);
  const items = d3.sort(wanted, (a, b) => CHINESE.compare(a.county, b.county) || b.value.amount - a.value.amount)
    .map((item) => ({ name: item.name, value: item.value.amount, text: quantity(item.value) + (item.sure ? "" : " *"), group: item.county, sure: item.sure }));
  if (!items.length) return el("p", { class: "note" }, t("nothing"));
  const title = `${t("counted")}: ${typeName(label)}`;
  const more = items.length - PLOT_ITEMS;
  const notes = [items.every((item) => item.sure) ? null : t("by_article"), more > 0 ? `${t("more", { n: more })} (${t("table")}). ${t("narrow")}` : null];
  return plotFrame("counted", title, barPlot(title, items.slice(0, PLOT_ITEMS), source, t("amount")),
    [[t("county"), t("thing"), t("amount")], ...items.map((item) => [item.group, item.name, item.text])],
    notes.filter(Boolean).join(" · "));
}

/** The moment of a date value: {time, year} or null; a day without its year lies in a year of its own. */
function momentOf(value) {
  const match = /^(\d{4}|XXXX)-(\d{2})(?:-(\d{2}))?/.exec(value?.begin ?? value?.timex ?? "");
  if (!match) return null;
  const year = match[1] !== "XXXX";
  const time = new Date(Date.UTC(year ? Number(match[1]) : 2000, Number(match[2]) - 1, Number(match[3] ?? 1)));
  return Number.isNaN(+time) ? null : { time, year };
}

function casesPlot(things, source) {
  const cases = things.filter((item) => item.label === "CASE");
  if (!cases.length) return null;
  const dated = cases.map((item) => ({ ...item, moment: momentOf(factDate(item.fact)) }));
  // Days with and without a year are on no common axis; the kind that has more is drawn, the others are in the table.
  const full = dated.filter((item) => item.moment?.year), yearless = dated.filter((item) => item.moment && !item.moment.year);
  const drawn = full.length >= yearless.length ? full : yearless;
  const rows = [[t("thing"), t("amount"), t("place"), t("date"), t("sentence")], ...dated.map((item) => [item.name, quantity(item.value),
    item.fact.place?.name ?? item.county, dateText(factDate(item.fact)) || t("undated"), Models.now.evidence(item.fact.evidence[0]).text])];
  const table = el("div", { class: "scroll" }, el("table", {}, rows.map((row, number) => el("tr", {}, row.map((cell) => el(number ? "td" : "th", {}, cell))))));
  if (!drawn.length) return el("section", { class: "plot", data: { plot: "cases" } }, el("h3", {}, t("cases")), table);
  const seen = new Set();
  const items = d3.sort(drawn, (item) => -item.value.amount).map((item) => {
    const spot = `${+item.moment.time}`;
    const below = seen.has(spot);
    seen.add(spot);
    return { time: item.moment.time, value: item.value.amount, name: item.name, below, text: `${quantity(item.value)} ${item.fact.place?.name ?? ""}`.trim() };
  });
  const undated = dated.length - drawn.length;
  return plotFrame("cases", t("cases"), timePlot(t("cases"), items, source, drawn === full), rows, undated ? `${t("undated")}: ${undated} (${t("table")})` : null);
}
