"use strict";
// The panel beside the graph: what the chosen node is, and the sentences behind it.

/** The panel of a node. `acts` has focus, open, close. */
function nodePanel(node, acts) {
  const parts = [el("h3", {}, node.name)];
  if (node.members) {
    parts.push(el("p", {}, t("nodes_inside", { n: node.size })),
      button(t("open_group"), () => acts.open(node.id), { id: "open-group" }),
      el("ul", { class: "factlist" }, node.members.slice(0, 100).map((member) => el("li", {}, chip(member), " ", el("b", {}, nodeCounts(member))))));
    if (node.size > 100) parts.push(el("p", { class: "note" }, t("more", { n: node.size - 100 })));
    return parts;
  }
  const entity = Models.now.entities.get(node.id);
  const counts = [...node.counts].map(([text, places]) => text + (places.size ? ` (${[...places].join("、")})` : ""));
  parts.push(
    definitions([[t("label"), `${typeName(node.label)} (${typeOf(node.label).letter})`], [t("counts"), counts.join("；")], ...(entity ? entityRows(entity) : [])]),
    el("p", { class: "bar" }, button(t("focus"), () => acts.focus(node.id), { id: "focus" }),
      node.group ? button(t("close_group"), () => acts.close(node.group)) : null),
    ...factList(node.facts));
  return parts;
}

/** The lines that later exports tell of a whole system, as they are. */
function systemsPanel(systems) {
  if (!systems.length) return [];
  return [el("h3", {}, t("systems")), ...systems.map((system) => el("div", { class: "system" }, tree(system)))];
}

/** A tree of values as nested lists. */
function tree(value) {
  if (value === null || typeof value !== "object") return el("span", {}, value === null ? "–" : value);
  if (Array.isArray(value)) return el("ul", {}, value.map((item) => el("li", {}, tree(item))));
  return el("ul", {}, Object.entries(value).filter(([, item]) => item !== null && item !== "")
    .map(([name, item]) => el("li", {}, el("span", { class: "note" }, `${name} `), tree(item))));
}

/** What shapes and lines mean. */
function graphLegend(system, act) {
  const labels = Data.ontology.entities.map((type) => type.label).filter((label) => system.labels.has(label));
  const types = labels.map((label) => el("button", { type: "button", class: "key", "aria-pressed": String(!State.graph.hidden.has(label)),
    data: { label }, on: { click: () => act(label) } },
  svg("svg", { width: 16, height: 16, viewBox: "-8 -8 16 16", "aria-hidden": "true" }, glyph(label, 0, 0, 90)),
  ` ${typeName(label)} `, el("small", {}, system.labels.get(label))));
  const lines = [...new Set(system.links.map((link) => link.label))].map((label) => el("span", { class: "linekey" },
    svg("svg", { width: 30, height: 10, "aria-hidden": "true" }, svg("line", { x1: 0, x2: 30, y1: 5, y2: 5, stroke: linkColour(label), "stroke-width": 2.2, "stroke-dasharray": DASHES.get(label) })),
    linkName(label)));
  return [el("div", { class: "legend", role: "group", "aria-label": t("types"), title: t("shape") }, types), el("div", { class: "legend lines" }, lines)];
}
