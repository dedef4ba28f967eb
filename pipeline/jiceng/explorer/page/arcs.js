"use strict";
// The relations of the chosen mention, drawn over the text.

/** Draw lines from the chosen mention's element to those that it is related to; [] takes them away. */
function drawArcs(text, chosen, links) {
  text.querySelector(":scope > svg.arcs")?.remove();
  if (!chosen || !links.length) return;
  const frame = text.getBoundingClientRect();
  const place = (element) => {
    const box = element.getClientRects()[0];
    return { x: box.left + box.width / 2 - frame.left, top: box.top - frame.top, bottom: box.bottom - frame.top };
  };
  const from = place(chosen);
  const drawing = svg("svg", { class: "arcs", width: frame.width, height: text.scrollHeight, "aria-hidden": "true" });
  for (const { element, label, out } of links) {
    const to = place(element);
    const sameLine = Math.abs(to.top - from.top) < 8, above = to.top < from.top;
    const [y1, y2] = sameLine ? [from.top, to.top] : above ? [from.top, to.bottom] : [from.bottom, to.top];
    const lift = sameLine ? Math.min(26, 8 + Math.abs(to.x - from.x) / 10) : 0;
    const middle = sameLine ? y1 - lift : (y1 + y2) / 2;
    drawing.append(svg("path", { d: `M${from.x},${y1} C${from.x},${middle} ${to.x},${middle} ${to.x},${y2}`, class: out ? "out" : "in" }));
    drawing.append(svg("circle", { cx: out ? to.x : from.x, cy: out ? y2 : y1, r: 3 }));
    drawing.append(svg("text", { x: to.x, y: to.top - 5, "text-anchor": "middle" }, typeName(label)));
  }
  text.append(drawing);
}
