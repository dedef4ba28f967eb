"use strict";
// The drawing of the graph. Only attributes, no style sheet: saved as a file it looks the same.

const FONT = "system-ui, 'Noto Sans SC', 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif";
const INK = "#1b2430", PAPER = "#ffffff";
// A pattern for each relation, so that lines are not told apart by colour alone.
const DASHES = new Map(Object.entries({ LEADS: "8 3", PART_OF: "1 3", LOCATED_IN: "3 3", DEPLOYED_TO: "12 4", RESPONSIBLE_FOR: "8 3 2 3",
  MEMBER_OF: "5 3", SERVES_AS: "2 2 8 2", AT: "1 4" }));

/** The colour, darkened until it stands out from paper (contrast 3, that of lines and shapes). */
function inkOf(colour) {
  const light = (value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  let found = d3.rgb(colour);
  for (let i = 0; i < 12; i++) {
    const { r, g, b } = found;
    if (1.05 / (0.2126 * light(r / 255) + 0.7152 * light(g / 255) + 0.0722 * light(b / 255) + 0.05) >= 3.1) break;
    found = found.darker(0.2);
  }
  return found.formatHex();
}

function linkColour(label) {
  return inkOf(RELATIONS.get(label)?.colour ?? "#8a94a3");
}

function linkName(label) {
  return label === AT ? t("at") : typeName(label);
}

/** The glyph of a type: its shape, in its colour. */
function glyph(label, x, y, size = 130) {
  const { shape } = typeOf(label);
  const symbol = d3[`symbol${shape[0].toUpperCase()}${shape.slice(1)}`] ?? d3.symbolCircle;
  const filledShape = !["plus", "times", "asterisk", "triangle2", "square2", "diamond2"].includes(shape);
  return svg("path", { d: d3.symbol(symbol, size)(), transform: `translate(${x},${y})`, fill: filledShape ? colourOf(label) : "none",
    stroke: inkOf(colourOf(label)), "stroke-width": filledShape ? 1 : 2.2 });
}

/** A node's card around its middle. */
function nodeCard(node) {
  const { width } = node, half = width / 2;
  const strong = node.members || node.counts.size;
  const about = `${node.name}, ${typeName(node.label)}${node.counted ? `, ${node.counted}` : ""}`;
  const card = svg("g", { class: "node", transform: `translate(${node.x},${node.y})`, tabindex: -1, role: "button", "aria-label": about, "data-node": node.id },
    svg("title", {}, about),
    node.members ? svg("rect", { x: -half + 3, y: -9, width, height: 24, rx: 5, fill: "#e9edf2", stroke: "#8a94a3" }) : null,
    svg("rect", { class: "card", x: -half, y: -12, width, height: 24, rx: 5, fill: strong ? PAPER : "#f6f8fa", stroke: inkOf(colourOf(node.label)), "stroke-width": 1.2 }),
    glyph(node.label, -half + 13, 0),
    svg("text", { x: -half + 24, y: 4.5, "font-size": 13.5, fill: INK, "font-family": FONT }, node.title));
  if (node.counted) {
    card.append(svg("text", { x: half - 6, y: 4.5, "font-size": 13, "font-weight": 700, "text-anchor": "end", fill: "#0b4f8a", "font-family": FONT }, node.counted));
  }
  return card;
}

/** A link between two cards: it leaves and enters at their sides. */
function linkPath(from, to) {
  if (from === to) return { d: "", end: null };
  const apart = Math.abs(from.x - to.x) > (from.width + to.width) / 2;
  const right = apart ? to.x > from.x : true;
  const x1 = from.x + (right ? 1 : -1) * from.width / 2;
  const x2 = to.x + (apart ? (right ? -1 : 1) : 1) * (to.width / 2 + 5);
  const bend = apart ? Math.max(30, Math.abs(x2 - x1) / 2) : 34;
  const c1 = x1 + (right ? bend : -bend), c2 = apart ? x2 + (right ? -bend : bend) : x2 + bend;
  const back = apart ? right : false;
  return { d: `M${x1},${from.y} C${c1},${from.y} ${c2},${to.y} ${x2},${to.y}`,
    head: `M${x2 + (back ? 5 : -5)},${to.y} l${back ? -8 : 8},-4 v8 z`,
    middle: [(x1 + x2 + 3 * (c1 + c2)) / 8, (from.y + to.y) / 2] };
}

/** A link's line, its head and its name. */
function linkLine(link, from, to) {
  const colour = linkColour(link.label);
  const line = svg("g", { class: "link" });
  const path = linkPath(from, to);
  if (!path.d) return line;
  line.append(
    svg("path", { class: "line", d: path.d, fill: "none", stroke: colour, "stroke-width": link.weight > 1 ? Math.min(4, 1.2 + Math.log2(link.weight)) : 1.4,
      "stroke-dasharray": link.unsaid ? "2 5" : DASHES.get(link.label), "stroke-opacity": 0.75 }),
    svg("path", { class: "head", d: path.head, fill: colour }),
    svg("text", { class: "name", x: path.middle[0], y: path.middle[1] - 2, "font-size": 12, "text-anchor": "middle", fill: inkText(colour), stroke: PAPER,
      "stroke-width": 3, "paint-order": "stroke", "font-family": FONT },
    linkName(link.label) + (link.weight > 1 ? ` ${link.weight}` : "") + (link.unsaid ? ` (${t(statusOf(link.facts[0]))})` : "")));
  return line;
}

/** A colour dark enough for small letters. */
function inkText(colour) {
  return d3.rgb(colour).darker(0.9).formatHex();
}

/** Move a link to where its nodes are now. */
function moveLink(line, from, to) {
  const path = linkPath(from, to);
  if (!path.d) return;
  line.querySelector(".line").setAttribute("d", path.d);
  line.querySelector(".head").setAttribute("d", path.head);
  line.querySelector(".name").setAttribute("x", path.middle[0]);
  line.querySelector(".name").setAttribute("y", path.middle[1] - 2);
}

/** The lanes' bands and names. */
function laneBands({ lanes, height, split, width }) {
  return [
    ...lanes.flatMap(({ lane, left, right }) => [
      svg("rect", { x: left - 10, y: 0, width: right - left + 20, height: height + 20, rx: 8, fill: "#f3f6f9" }),
      svg("text", { x: (left + right) / 2, y: 24, "font-size": 14, "font-weight": 600, "text-anchor": "middle", fill: "#44505f", "font-family": FONT }, laneName(lane))]),
    ...(split === null ? [] : [
      svg("line", { x1: -10, x2: width + 10, y1: split, y2: split, stroke: "#c5ccd5", "stroke-dasharray": "4 4" }),
      svg("text", { x: -6, y: split + 14, "font-size": 11, fill: "#5a6675", "font-family": FONT }, t("not_linked"))]),
  ];
}
