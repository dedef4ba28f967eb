"use strict";
// Where the nodes stand: a lane for each kind of thing, from places and commands to people and goods; within a lane
// each node is near what it is linked to. The same graph is always laid out in the same way.

const LANES = 7;
const ROW = 29, LANE_GAP = 56, SUB_GAP = 12, TOP = 40;
const NAME_LENGTH = 13;

const Ruler = document.createElement("canvas").getContext("2d");

/** The width of a text in the letters of graphs and plots. */
function textWidth(text, size, weight = 400) {
  Ruler.font = `${weight} ${size}px ${FONT}`;
  return Ruler.measureText(text).width;
}

/** A name short enough for a card. */
function shortName(text) {
  const letters = Array.from(text);
  return letters.length > NAME_LENGTH ? letters.slice(0, NAME_LENGTH - 1).join("") + "…" : text;
}

function laneName(lane) {
  return t("lanes").split("|")[lane];
}

/** Give each node x, y (its middle), width and lane; returns the lanes and the size of the whole. `room` is what it is to fit. */
function layOut(system, room) {
  const linked = new Set(system.links.flatMap(({ from, to }) => (from === to ? [] : [from, to])));
  for (const node of system.nodes) {
    const counts = node.members ? `×${node.size}` : nodeCounts(node);
    node.title = shortName(shown(node.name));
    node.counted = counts;
    node.width = 30 + textWidth(node.title, 13.5) + (counts ? 8 + textWidth(counts, 13, 700) : 0);
    node.lane = typeOf(node.label).lane;
    node.linked = linked.has(node.id);
  }
  // Long columns or many: whichever lets the whole be shown larger.
  const scale = (rows) => {
    const { width, height } = placeColumns(system, rows);
    return Math.min(room.width / (width + 50), room.height / (height + 50));
  };
  const columns = placeColumns(system, d3.greatest([10, 13, 16, 20, 25, 32, 40, 60], scale));
  placeRows(system);
  const bottom = Math.max(TOP, ...system.nodes.filter((node) => node.linked).map((node) => node.y + ROW));
  const counted = placeUnlinked(system, bottom);
  return { lanes: columns.lanes, width: columns.width, height: counted.height, split: counted.any ? bottom + 4 : null };
}

/** The x of each node: a lane with more nodes than `limit` has several columns. The height is a guess. */
function placeColumns(system, limit) {
  const lanes = [];
  let left = 0, linkedRows = 0, otherRows = 0;
  for (let lane = 0; lane < LANES; lane++) {
    const inside = system.nodes.filter((node) => node.lane === lane);
    if (!inside.length) continue;
    const both = [inside.filter((node) => node.linked), inside.filter((node) => !node.linked)];
    const columns = Math.max(1, Math.ceil(Math.max(...both.map((some) => some.length)) / limit));
    for (const some of both) some.forEach((node, number) => (node.column = number % columns));
    linkedRows = Math.max(linkedRows, Math.ceil(both[0].length / columns));
    otherRows = Math.max(otherRows, Math.ceil(both[1].length / columns));
    const widths = d3.range(columns).map((column) => d3.max(inside.filter((node) => node.column === column), (node) => node.width) ?? 0);
    let x = left;
    widths.forEach((width, column) => {
      for (const node of inside) if (node.column === column) node.x = x + width / 2;
      x += width + SUB_GAP;
    });
    // A lane is as wide as its name.
    const missing = textWidth(laneName(lane), 14, 600) - (x - SUB_GAP - left);
    if (missing > 0) for (const node of inside) node.x += missing / 2;
    x += Math.max(0, missing);
    lanes.push({ lane, left, right: x - SUB_GAP });
    left = x - SUB_GAP + LANE_GAP;
  }
  return { lanes, width: Math.max(left - LANE_GAP, 0), height: TOP + ROW * (linkedRows + (otherRows ? otherRows + 1 : 0) + 1) };
}

/** The y of linked nodes: the library's forces pull linked nodes together and keep them a row apart. */
function placeRows(system) {
  const nodes = system.nodes.filter((node) => node.linked);
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const links = system.links.filter(({ from, to }) => from !== to && byId.has(from)).map(({ from, to }) => ({ source: from, target: to }));
  orderRows(nodes, links, byId);
  for (const node of nodes) node.fx = node.x;
  d3.forceSimulation(nodes)
    .force("link", d3.forceLink(links).id((node) => node.id).distance(0).strength(0.08))
    .force("apart", d3.forceCollide(ROW / 2 + 1).strength(1).iterations(4))
    .force("middle", d3.forceY(0).strength(0.02))
    .stop().tick(260);
  for (const [, column] of d3.group(nodes, (node) => node.x)) spread(column);
  const top = d3.min(nodes, (node) => node.y) ?? 0;
  for (const node of nodes) {
    node.y += TOP + ROW - top;
    delete node.fx;
  }
}

/** A first order: each node at the mean of those that it is linked to, a few times over. */
function orderRows(nodes, links, byId) {
  const columns = [...d3.group(nodes, (node) => node.x).values()];
  const settle = () => columns.forEach((column) => column.forEach((node, row) => (node.y = (row - column.length / 2) * ROW)));
  settle();
  const near = d3.group([...links.map(({ source, target }) => [source, target]), ...links.map(({ source, target }) => [target, source])], ([id]) => id);
  for (let round = 0; round < 12; round++) {
    for (const node of nodes) node.wish = d3.mean(near.get(node.id) ?? [], ([, id]) => byId.get(id)?.y) ?? node.y;
    for (const column of columns) column.sort((a, b) => a.wish - b.wish || (a.name < b.name ? -1 : 1));
    settle();
  }
}

/** Whatever the forces left too close is moved down. */
function spread(column) {
  column.sort((a, b) => a.y - b.y);
  for (let i = 1; i < column.length; i++) column[i].y = Math.max(column[i].y, column[i - 1].y + ROW);
}

/** Nodes without a link, which have only a number, stand below the others. */
function placeUnlinked(system, bottom) {
  const rest = system.nodes.filter((node) => !node.linked);
  let height = bottom;
  for (const [, column] of d3.group(rest, (node) => `${node.lane} ${node.column}`)) {
    column.sort((a, b) => (b.counts.size > 0) - (a.counts.size > 0) || (a.name < b.name ? -1 : 1));
    column.forEach((node, row) => (node.y = bottom + ROW * (row + 1.4)));
    height = Math.max(height, bottom + ROW * (column.length + 1.4));
  }
  return { any: rest.length > 0, height };
}
