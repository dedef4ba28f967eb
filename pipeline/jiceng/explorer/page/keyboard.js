"use strict";
// The keys. They are told in the help, and never taken from a field in which one writes.

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const writing = event.target.matches?.("input, select, textarea");
  if (event.key === "Escape") escape(event);
  else if (!writing && act(event)) event.preventDefault();
});

function escape(event) {
  hideTip();
  if (event.target.matches?.("input")) event.target.blur();
  else if (State.view === "articles") chooseMention(null);
  else if (State.view === "graph") chooseNode(null);
}

/** Do what a key asks; false if it asks nothing. */
function act(event) {
  const { key } = event;
  const view = VIEWS[Number(key) - 1];
  if (view) return go(view) ?? true;
  if (key === "?") return showHelp() ?? true;
  if (key === "/") return document.querySelector("#search, .side input")?.focus() ?? true;
  if (State.view === "articles") return articleKey(event);
  if (State.view === "graph") return graphKey(event);
  if (event.target.matches?.("table.facts tr") && ["ArrowDown", "ArrowUp"].includes(key)) {
    (key === "ArrowDown" ? event.target.nextElementSibling : event.target.previousElementSibling)?.focus();
    return true;
  }
  return false;
}

function articleKey(event) {
  const mention = event.target.closest?.("[data-mention]");
  if (mention && (event.key === "Enter" || event.key === " ")) return chooseMention(Number(mention.dataset.mention)) ?? true;
  if (mention && event.key === "ArrowRight") return stepMention(1) ?? true;
  if (mention && event.key === "ArrowLeft") return stepMention(-1) ?? true;
  return false;
}

function graphKey(event) {
  const arrows = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
  const node = event.target.closest?.(".node");
  if (arrows[event.key] && Graph.root?.contains(event.target)) return stepNode(...arrows[event.key]) ?? true;
  if (node && event.key === "Enter") {
    if (State.graph.chosen === node.dataset.node) openNode(node.dataset.node);
    else chooseNode(node.dataset.node);
    return true;
  }
  if (event.key === "+" || event.key === "=") return zoomBy(1.3) ?? true;
  if (event.key === "-") return zoomBy(1 / 1.3) ?? true;
  if (event.key === "0") return fitGraph() ?? true;
  return false;
}

function showHelp() {
  const dialog = document.getElementById("help");
  fill(dialog, el("h2", {}, t("help")), el("dl", {}, t("keys").split("\n").flatMap((line) => {
    const [keys, text] = line.split("|");
    return [el("dt", {}, keys), el("dd", {}, text)];
  })), el("p", { class: "note" }, `jiceng ${Data.version}`), button(t("close"), () => dialog.close()));
  dialog.showModal();
}
