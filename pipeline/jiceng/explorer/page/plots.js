"use strict";
// Plots for a report, as SVG of attributes alone: a title, named axes, numbers at the marks, where they come from.

const PLOT_WIDTH = 760, BAR = 24;
const PLOT_BLUE = "#0b6aa8";

/** A plot in its frame: the picture, ways to save it, its table. */
function plotFrame(name, title, picture, rows, note) {
  return el("section", { class: "plot", "aria-label": title, data: { plot: name } }, picture,
    el("div", { class: "bar" }, button(t("save_svg"), () => save(fileName(name, "svg"), svgText(picture), "image/svg+xml")),
      button(t("save_png"), () => savePng(picture, fileName(name, "png"))),
      el("details", {}, el("summary", {}, t("table")),
        el("div", { class: "scroll" }, el("table", {}, rows.map((row, number) => el("tr", {}, row.map((cell) => el(number ? "td" : "th", {}, cell)))))))),
    note ? el("p", { class: "note" }, note) : null);
}

function plotText(text, x, y, properties = {}) {
  return svg("text", { x, y, "font-size": 12.5, fill: INK, "font-family": FONT, ...properties }, text);
}

function plotRoot(title, height, source, parts) {
  return svg("svg", { width: PLOT_WIDTH, height, viewBox: `0 0 ${PLOT_WIDTH} ${height}`, role: "img", "aria-label": title },
    svg("rect", { width: PLOT_WIDTH, height, fill: PAPER }),
    plotText(title, 12, 26, { "font-size": 16, "font-weight": 600 }), parts,
    plotText(source, 12, height - 10, { "font-size": 11, fill: "#5a6675" }));
}

/** Horizontal bars: items are {name, value, text, group, label}; a group's name stands above its bars. */
function barPlot(title, items, source, axis) {
  const left = Math.min(300, 40 + Math.max(60, ...items.map((item) => textWidth(shortName(item.name), 12.5))));
  const values = items.map((item) => item.value).filter((value) => value > 0);
  const log = values.length > 0 && d3.max(values) / d3.min(values) > 500;
  const room = PLOT_WIDTH - left - 130;
  const scale = log ? d3.scaleLog([Math.max(0.5, d3.min(values) / 2), d3.max(values)], [0, room]) : d3.scaleLinear([0, d3.max(values) ?? 1], [0, room]);
  const parts = [];
  let y = 44, group;
  for (const item of items) {
    if (item.group !== undefined && item.group !== group) {
      group = item.group;
      parts.push(plotText(group, 12, y + 18, { "font-weight": 600, fill: "#44505f" }));
      y += 28;
    }
    const length = item.value > 0 ? Math.max(1, scale(item.value)) : 0;
    parts.push(plotText(shortName(item.name), left - 8, y + 16, { "text-anchor": "end" }),
      svg("rect", { x: left, y: y + 3, width: length, height: BAR - 7, fill: item.label ? inkOf(colourOf(item.label)) : PLOT_BLUE }),
      plotText(item.text, left + length + 6, y + 16, { "font-weight": 600 }));
    parts.push(svg("line", { x1: left, x2: left, y1: y, y2: y + BAR - 1, stroke: "#5a6675" }));
    y += BAR;
  }
  parts.push(plotText(axis + (log ? ` (${t("log_scale")})` : ""), left, y + 18, { "font-size": 11.5, fill: "#44505f" }));
  return plotRoot(title, y + 48, source, parts);
}

/** Points over time: items are {time, value, text, name}; a name has one shape. `year` says whether years are known. */
function timePlot(title, items, source, year) {
  const height = 380, left = 70, right = PLOT_WIDTH - 40, bottom = height - 84;
  const extent = d3.extent(items, (item) => item.time);
  const pad = Math.max(864e5 * 2, (extent[1] - extent[0]) * 0.06);
  const x = d3.scaleUtc([new Date(+extent[0] - pad), new Date(+extent[1] + pad)], [left, right]);
  const y = d3.scaleLinear([0, d3.max(items, (item) => item.value) * 1.15], [bottom, 52]).nice();
  const names = [...new Set(items.map((item) => item.name))];
  const symbols = [d3.symbolCircle, d3.symbolSquare, d3.symbolTriangle, d3.symbolDiamond, d3.symbolStar, d3.symbolCross];
  const day = d3.utcFormat(year ? "%Y-%m-%d" : "%m-%d");
  const ticks = x.ticks(6);
  return plotRoot(title, height, source, [
    ...y.ticks(5).flatMap((tick) => [svg("line", { x1: left, x2: right, y1: y(tick), y2: y(tick), stroke: "#e0e5ea" }),
      plotText(grouped(tick), left - 8, y(tick) + 4, { "text-anchor": "end", "font-size": 11.5 })]),
    svg("line", { x1: left, x2: right, y1: bottom, y2: bottom, stroke: "#5a6675" }),
    ...ticks.map((tick) => plotText(day(tick), x(tick), bottom + 18, { "text-anchor": "middle", "font-size": 11.5 })),
    year ? null : plotText(t("no_year"), right, bottom + 34, { "text-anchor": "end", "font-size": 11, fill: "#5a6675" }),
    ...items.flatMap((item) => [
      svg("path", { d: d3.symbol(symbols[names.indexOf(item.name) % symbols.length], 90)(), transform: `translate(${x(item.time)},${y(item.value)})`,
        fill: d3.schemeDark2[names.indexOf(item.name) % 8], stroke: PAPER }),
      ...labelled(item, x(item.time), y(item.value), right)]),
    ...names.slice(0, 6).flatMap((name, number) => {
      const at = left + (number % 3) * 225, line = bottom + 40 + Math.floor(number / 3) * 18;
      return [svg("path", { d: d3.symbol(symbols[number % symbols.length], 70)(), transform: `translate(${at},${line - 4})`, fill: d3.schemeDark2[number % 8] }),
        plotText(shortName(name), at + 12, line, { "font-size": 12 })];
    }),
  ].filter(Boolean));
}

function labelled(item, x, y, right) {
  const end = x > right - 140;
  return [plotText(item.text, x + (end ? -9 : 9), y + (item.below ? 14 : -4), { "text-anchor": end ? "end" : "start", "font-size": 12 })];
}
