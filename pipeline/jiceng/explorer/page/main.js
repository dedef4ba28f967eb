"use strict";
// The frame: tabs, options, and which view is in it.

const SHOW = { articles: showArticles, facts: showFacts, graph: showGraph, numbers: showNumbers, compare: showCompare };

/** Show the view of the state. */
function showView() {
  hideTip();
  document.documentElement.lang = State.language === "zh" ? "zh-Hans" : "en";
  document.title = `${t(State.view)} · ${shown(Models.now.name)} · jiceng`;
  const view = document.getElementById("view");
  view.dataset.view = State.view;
  showTabs();
  SHOW[State.view](view);
}

function showTabs() {
  fill(document.getElementById("tabs"), VIEWS.map((name) => button(t(name), () => go(name),
    { role: "tab", "aria-selected": String(name === State.view), "aria-controls": "view", id: `tab-${name}` })));
}

/** The choice of the export, the palette, the language, the help. */
function showOptions() {
  fill(document.getElementById("options"),
    Models.all.length > 1 ? choice(t("export"), Models.all.map((model, number) => [String(number), shown(model.name)]), String(State.export), (value) => {
      Object.assign(State, { export: Number(value), document: 0, sentence: null, mention: null, facts: {} });
      State.graph = { ...State.graph, document: null, chosen: null, open: new Set() };
      State.numbers.document = null;
      go(State.view);
    }, { id: "export" }) : el("span", { class: "note" }, Models.now.name),
    switchField(t("palette"), State.safe, (on) => {
      State.safe = on;
      showView();
    }),
    button(t("language"), () => {
      State.language = State.language === "zh" ? "en" : "zh";
      showOptions();
      showView();
    }, { id: "language", lang: State.language === "zh" ? "en" : "zh-Hans" }),
    button("?", showHelp, { "aria-label": t("help") }));
}

addEventListener("popstate", () => {
  readAddress();
  showView();
});
addEventListener("resize", () => State.view === "graph" && fitGraph());

readAddress();
showOptions();
showView();
Models.now.warm();
