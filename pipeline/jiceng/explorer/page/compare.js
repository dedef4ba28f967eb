"use strict";
// The view of two exports side by side.

const CHANGE_STEP = 100;

/** Build the view. */
function showCompare(view) {
  const state = State.compare;
  const tab = (name) => button(t(name === "facts" ? "in_facts" : "in_texts"), () => {
    state.tab = name;
    showCompare(view);
  }, { role: "tab", "aria-selected": String(state.tab === name), data: { tab: name } });
  const body = el("div", {});
  fill(view, el("div", { class: "page" },
    el("p", { class: "note" }, `${t("before")}: ${Models.all[0].name} → ${t("after")}: ${Models.all[1].name}`),
    el("div", { class: "bar", role: "tablist" }, tab("facts"), tab("texts")), body));
  if (state.tab === "facts") compareFacts(body);
  else compareTexts(body);
}

function compareFacts(body) {
  const state = State.compare;
  const count = el("p", { class: "count", role: "status" }), list = el("ul", { class: "changes" }), more = el("p", { class: "more" });
  let found = [], drawn = 0;
  const next = () => {
    list.append(...found.slice(drawn, drawn + CHANGE_STEP).map(changeCard));
    drawn = Math.min(found.length, drawn + CHANGE_STEP);
    count.textContent = found.length ? grouped(found.length) + (found.length > drawn ? ` · ${t("first_rows", { n: drawn })}` : "") : t("same_everywhere");
    fill(more, found.length > drawn ? button(t("more_rows", { n: Math.min(CHANGE_STEP, found.length - drawn) }), next) : null);
  };
  const update = () => {
    found = changesNow();
    drawn = 0;
    fill(list);
    next();
  };
  const again = (name) => (value) => {
    state[name] = value;
    update();
  };
  fill(body, el("div", { class: "bar" }, searchField(t("search"), state.search, again("search"), { id: "search", class: "wide" }),
    choice(t("changed"), changeKinds(), state.kind, again("kind"), { id: "kind" }), confidenceField(update)), count, list, more);
  update();
}

function compareTexts(body) {
  const pairs = sharedDocuments();
  if (!pairs.length) {
    fill(body, el("p", { class: "note" }, t("no_shared")));
    return;
  }
  const state = State.compare;
  const update = () => {
    const pair = pairs[Math.min(state.document, pairs.length - 1)];
    const found = differingSentences(pair);
    fill(list, found.slice(0, CHANGE_STEP * 3).map(sentencePair));
    count.textContent = found.length ? t("differ_in", { n: found.length }) : t("same_everywhere");
  };
  const count = el("p", { class: "count", role: "status" }), list = el("ul", { class: "pairs" });
  fill(body, el("div", { class: "bar" }, choice(t("article"), pairs.map((pair, number) => [String(number), pair.id]), String(state.document), (value) => {
    state.document = Number(value);
    update();
  }, { id: "pair" }), confidenceField(update)), count, list);
  update();
}
