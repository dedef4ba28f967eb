"use strict";
// The view of the system as a graph.

const Graph = {};
// With more nodes than this the view begins with everything collapsed by type and place.
const GRAPH_OPEN = 170;

/** Build the view. */
function showGraph(view) {
  const state = State.graph;
  if (state.document === null) state.document = Models.now.documents.length === 1 ? 0 : -1;
  Graph.panel = el("aside", { class: "panel over" });
  Graph.note = el("p", { class: "count", role: "status" });
  Graph.legend = el("div", {});
  Graph.frame = el("div", { class: "graph" });
  const again = (name) => (value) => {
    state[name] = value;
    drawGraph();
  };
  fill(view, el("div", { class: "page graphpage" },
    el("div", { class: "bar" },
      choice(t("article"), [["-1", t("all_articles")], ...Models.now.documents.map((article, number) => [String(number), article.id])],
        String(state.document), (value) => {
          Object.assign(state, { document: Number(value), chosen: null, hops: 0, open: new Set(), group: null });
          showGraph(view);
        }, { id: "graph-article" }),
      choice(t("group"), [["none", t("group_none")], ["type", t("group_type")], ["place", t("group_place")]], groupingNow(), again("group"), { id: "grouping" }),
      choice(t("hops"), [["0", t("hops_off")], ["1", t("hops_1")], ["2", t("hops_2")]], String(state.hops), (value) => again("hops")(Number(value)), { id: "hops" }),
      searchField(t("search"), state.search, searchGraph, { id: "search" }),
      confidenceField(drawGraph), el("span", { class: "space" }),
      el("span", { class: "bar" },
        button("+", () => zoomBy(1.3), { "aria-label": t("closer") }), button("−", () => zoomBy(1 / 1.3), { "aria-label": t("farther") }),
        button(t("fit"), fitGraph),
        button(t("save_svg"), () => save(fileName("graph", "svg"), svgText(wholeGraph()), "image/svg+xml"), { id: "svg" }),
        button(t("save_png"), () => savePng(wholeGraph(), fileName("graph", "png")), { id: "png" }))),
    Graph.legend, Graph.note, el("div", { class: "graphbox" }, Graph.frame, Graph.panel), systemsPanel(systemsNow())));
  drawGraph();
}

/** How nodes are collapsed now: as chosen, else by what a person can look at. */
function groupingNow() {
  if (State.graph.group) return State.graph.group;
  const document = State.graph.document === -1 ? null : State.graph.document;
  return systemOf(Models.now, document, State.confidence).nodes.length > GRAPH_OPEN ? "place" : "none";
}

/** The system as the choices of the view make it. */
function graphNow() {
  const state = State.graph;
  const whole = systemOf(Models.now, state.document === -1 ? null : state.document, State.confidence);
  const labels = d3.rollup(whole.nodes, (of) => of.length, (node) => node.label);
  let system = narrowed(whole, (node) => !state.hidden.has(node.label));
  if (state.hops && state.chosen) {
    const near = neighbourhood(system, state.chosen, state.hops);
    if (near.size > 1) system = narrowed(system, (node) => near.has(node.id));
  } else system = collapsed(Models.now, system, groupingNow(), state.open);
  return { ...limited(system, folded(state.search.trim())), labels, whole };
}

/** Lay the graph out anew and draw it. */
function drawGraph() {
  const system = graphNow();
  Graph.system = system;
  Graph.note.textContent = t("graph_size", { n: grouped(system.nodes.length), m: grouped(system.links.length) })
    + (system.more ? ` · ${t("graph_hidden", { n: system.nodes.length, more: system.more })}` : "");
  fill(Graph.legend, graphLegend(system, (label) => {
    State.graph.hidden = toggled(State.graph.hidden, label);
    drawGraph();
    Graph.legend.querySelector(`[data-label="${CSS.escape(label)}"]`)?.focus();
  }));
  // What is left of the window below the legend.
  Graph.frame.style.height = `${Math.max(360, innerHeight - Graph.frame.getBoundingClientRect().top - scrollY - 14)}px`;
  Graph.size = layOut(system, Graph.frame.getBoundingClientRect());
  Graph.nodes = new Map(system.nodes.map((node) => [node.id, node]));
  Graph.links = svg("g", {}, system.links.map((link) => {
    const line = linkLine(link, Graph.nodes.get(link.from), Graph.nodes.get(link.to));
    link.line = line;
    return line;
  }));
  Graph.cards = svg("g", {}, system.nodes.map((node) => (node.card = nodeCard(node))));
  Graph.canvas = svg("g", {}, laneBands(Graph.size), Graph.links, Graph.cards);
  Graph.root = svg("svg", { class: "canvas", tabindex: 0, role: "group", "aria-label": t("graph") }, Graph.canvas);
  fill(Graph.frame, system.nodes.length ? Graph.root : el("p", { class: "note" }, t("nothing")));
  makeMovable();
  fitGraph();
  markFound();
  chooseNode(State.graph.chosen);
}

function toggled(set, item) {
  const copy = new Set(set);
  if (!copy.delete(item)) copy.add(item);
  return copy;
}

/** Zoom with the wheel, move the paper or a card with the pointer, choose with a click. */
function makeMovable() {
  Graph.zoom = d3.zoom().scaleExtent([0.05, 6]).on("zoom", (event) => Graph.canvas.setAttribute("transform", event.transform));
  d3.select(Graph.root).call(Graph.zoom).on("dblclick.zoom", null).on("click", (event) => event.target.closest(".node") || chooseNode(null));
  const nodeOf = (card) => Graph.nodes.get(card.dataset.node);
  d3.select(Graph.cards).selectAll(".node")
    .on("click", (event) => chooseNode(event.currentTarget.dataset.node))
    .on("dblclick", (event) => openNode(event.currentTarget.dataset.node))
    .call(d3.drag().container(Graph.canvas).on("drag", function (event) {
      const node = nodeOf(this);
      node.x += event.dx;
      node.y += event.dy;
      this.setAttribute("transform", `translate(${node.x},${node.y})`);
      for (const link of Graph.system.links) {
        if (link.from === node.id || link.to === node.id) moveLink(link.line, Graph.nodes.get(link.from), Graph.nodes.get(link.to));
      }
    }));
}

/** Open a group; of a single node show the neighbourhood. */
function openNode(id) {
  const node = Graph.nodes.get(id);
  if (node?.members) openGroup(id);
  else focusNode(id);
}

function openGroup(id) {
  State.graph.open = new Set([...State.graph.open, id]);
  State.graph.chosen = null;
  drawGraph();
}

function focusNode(id) {
  Object.assign(State.graph, { chosen: id, hops: State.graph.hops || 1 });
  document.getElementById("hops").value = String(State.graph.hops);
  drawGraph();
}

/** Choose a node (null: none): its links stand out, the panel says what it is. */
function chooseNode(id) {
  const node = id === null ? null : Graph.nodes.get(id);
  State.graph.chosen = node ? id : null;
  const near = node ? neighbourhood(Graph.system, id, 1) : null;
  for (const other of Graph.system.nodes) {
    other.card.setAttribute("opacity", !near || near.has(other.id) ? 1 : 0.3);
    other.card.querySelector(".card").setAttribute("stroke-width", other.id === id ? 3 : 1.2);
    other.card.setAttribute("tabindex", -1);
  }
  (node ?? Graph.system.nodes[0])?.card.setAttribute("tabindex", 0);
  const names = Graph.system.links.length <= 40;
  for (const link of Graph.system.links) {
    const on = !near || link.from === id || link.to === id;
    link.line.setAttribute("opacity", on ? 1 : 0.12);
    link.line.querySelector(".name")?.setAttribute("visibility", (near ? on : names) ? "visible" : "hidden");
  }
  Graph.panel.classList.toggle("open", Boolean(node));
  fill(Graph.panel, node ? [button("×", () => chooseNode(null), { class: "close", "aria-label": t("close") }),
    nodePanel(node, { focus: focusNode, open: openGroup, close: closeGroup })] : null);
  if (node) uncover(node);
}

/** Move the paper so that the panel does not lie on the chosen node. */
function uncover(node) {
  const card = node.card.getBoundingClientRect(), panel = Graph.panel.getBoundingClientRect();
  const hidden = card.right + 10 - panel.left;
  const aside = panel.width < Graph.frame.getBoundingClientRect().width / 2;
  if (aside && hidden > 0 && card.left < panel.right) d3.select(Graph.root).call(Graph.zoom.translateBy, -hidden / d3.zoomTransform(Graph.root).k, 0);
}

/** The systems that later exports tell of, of the chosen article. */
function systemsNow() {
  const id = Models.now.documents[State.graph.document]?.id;
  return Models.now.systems.filter((line) => id === undefined || !line.doc || line.doc === id);
}

function closeGroup(id) {
  State.graph.open = toggled(State.graph.open, id);
  State.graph.chosen = null;
  drawGraph();
}

/** Look for words: nodes that were left out are drawn if they have them. */
function searchGraph(words) {
  State.graph.search = words;
  if (Graph.system.more) drawGraph();
  else markFound();
}

/** Mark the nodes whose name has the words that are searched; the first comes to the middle. */
function markFound() {
  const wanted = folded(State.graph.search.trim());
  const found = Graph.system.nodes.filter((node) => isWanted(node, wanted));
  for (const node of Graph.system.nodes) {
    node.card.querySelector(".card").setAttribute("fill", found.includes(node) ? "#fff3b0" : node.members || node.counts.size ? PAPER : "#f6f8fa");
  }
  if (found.length) centre(found[0]);
}

function centre(node) {
  d3.select(Graph.root).call(Graph.zoom.translateTo, node.x, node.y);
}

function zoomBy(factor) {
  d3.select(Graph.root).call(Graph.zoom.scaleBy, factor);
}

/** Show the whole graph, as large as it fits. */
function fitGraph() {
  const { width, height } = Graph.size, box = Graph.frame.getBoundingClientRect();
  if (!width || !box.width) return;
  const scale = Math.min(1.4, Math.max(0.05, Math.min(box.width / (width + 60), box.height / (height + 50))));
  d3.select(Graph.root).call(Graph.zoom.transform, d3.zoomIdentity
    .translate((box.width - width * scale) / 2, Math.max(10, (box.height - height * scale) / 2)).scale(scale));
}

/** The whole graph as a picture, whatever part of it is on the screen. */
function wholeGraph() {
  const { width, height } = Graph.size, edge = 24;
  const copy = Graph.canvas.cloneNode(true);
  copy.setAttribute("transform", `translate(${edge},${edge})`);
  for (const node of copy.querySelectorAll("[tabindex]")) node.removeAttribute("tabindex");
  const [w, h] = [Math.ceil(width + 2 * edge), Math.ceil(height + 2 * edge)];
  return svg("svg", { width: w, height: h, viewBox: `0 0 ${w} ${h}` }, svg("rect", { width: w, height: h, fill: PAPER }), copy);
}

/** Give the focus to the nearest card in a direction. */
function stepNode(dx, dy) {
  const here = Graph.nodes.get(document.activeElement.closest?.(".node")?.dataset.node);
  const reach = (node) => (node.x - here.x) * dx + (node.y - here.y) * dy;
  const side = (node) => Math.abs((node.x - here.x) * dy) + Math.abs((node.y - here.y) * dx);
  const next = here ? d3.least(Graph.system.nodes.filter((node) => reach(node) > 4), (node) => reach(node) + 3 * side(node)) : Graph.system.nodes[0];
  next?.card.focus();
}
