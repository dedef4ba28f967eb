"use strict";
// What is shown now. The view, the article and the sentence stand in the address, so that "back" works and links can be kept.

const Data = JSON.parse(document.getElementById("data").textContent);

const State = {
  language: (navigator.language || "zh").toLowerCase().startsWith("zh") ? "zh" : "en",
  safe: false,
  letters: true,
  view: "articles",
  export: Data.exports.length - 1,
  document: 0,
  sentence: null,
  mention: null,
  confidence: 0,
  hidden: new Set(),
  facts: {},
  graph: { document: null, group: null, hidden: new Set(), open: new Set(), search: "", chosen: null, hops: 0 },
  numbers: { document: null, label: "CHECKPOINT" },
  compare: { tab: "facts", kind: "", search: "", document: 0 },
};

const VIEWS = ["articles", "facts", "graph", "numbers", ...(Data.changes ? ["compare"] : [])];
const LABELS = new Map(Data.ontology.entities.map((type) => [type.label, type]));
const RELATIONS = new Map(Data.ontology.relations.map((type) => [type.label, type]));

/** The type of a label, also of one that this page's ontology does not know. */
function typeOf(label) {
  return LABELS.get(label) ?? { label, name: label, letter: "?", colour: "#767676", safe: "#767676", lane: 6, shape: "circle" };
}

/** What a type or a relation is called in the chosen language. */
function typeName(label) {
  const type = LABELS.get(label) ?? RELATIONS.get(label);
  return State.language === "zh" && type ? type.name : label;
}

/** The colour of a label in the chosen palette. */
function colourOf(label) {
  return State.safe ? typeOf(label).safe : typeOf(label).colour;
}

/** The address of what is shown. */
function addressOf() {
  const parts = [State.view];
  if (State.view === "articles") {
    parts.push(Models.now.documents[State.document]?.id ?? "");
    if (State.sentence) parts.push(State.sentence.join("-"));
  }
  return "#" + parts.map(encodeURIComponent).join("/");
}

/** Take view, article and sentence from the address; what it names and is not there is left alone. */
function readAddress() {
  let parts;
  try {
    parts = location.hash.slice(1).split("/").map(decodeURIComponent);
  } catch {
    return; // Not an address of this page.
  }
  if (VIEWS.includes(parts[0])) State.view = parts[0];
  if (State.view !== "articles" || parts.length < 2) return;
  const found = Models.now.numberOf(parts[1]);
  if (found === undefined) return;
  State.document = found;
  State.sentence = /^\d+-\d+$/.test(parts[2] ?? "") ? parts[2].split("-").map(Number) : null;
}

/** Put the address into the history, which some browsers refuse to a file from the disk; then it is only set. */
function remember(address) {
  try {
    history.pushState(null, "", address);
  } catch {
    location.replace(address);
  }
}

/** Show a view; the address follows. */
function go(view, changes = {}) {
  Object.assign(State, changes, { view });
  const address = addressOf();
  if (location.hash !== address) remember(address);
  showView();
  if (!State.sentence || view !== "articles") scrollTo(0, 0);
}

/** Open a sentence in its article. */
function openSentence(number, start, end) {
  go("articles", { document: number, sentence: [start, end], mention: null });
}
