"use strict";
// Values, counts and dates as people read them. `jiceng.writing.fact_rows` writes the same forms; a test holds them together.

const BOUNDS = new Map([["at_least", ["", "+"]], ["at_most", ["≤", ""]], ["about", ["≈", ""]]]);

/** 1234567.5 → 1,234,567.5 */
function grouped(number) {
  if (typeof number !== "number") return String(number);
  const [whole, rest] = String(number).split(".");
  return whole.replace(/\B(?=(\d{3})+$)/g, ",") + (rest ? "." + rest : "");
}

/** A quantity: 724个, 20,000+名, 5–10户, 60+%; 2名/卡点 for each of them; 均3亩/户 on average. */
function quantity(value) {
  if (!value) return "";
  const [before, after] = BOUNDS.get(value.bound) ?? ["", ""];
  const amount = value.bound === "range" && value.upper !== null && value.upper !== undefined
    ? `${grouped(value.amount)}–${grouped(value.upper)}` : `${before}${grouped(value.amount)}${after}`;
  return (value.mean ? "均" : "") + amount + (value.unit ?? "") + (value.per ? `/${value.per}` : "");
}

/** A date: its TIMEX3 value, with the ends of a range and what modifies it. */
function dateText(value) {
  if (!value) return "";
  const range = value.begin || value.end ? ` (${value.begin ?? ""}–${value.end ?? ""})` : "";
  return value.timex + range + (value.mod ? ` ${value.mod}` : "");
}

/** The value of a mention or of a participant of a fact. */
function valueText(value) {
  if (!value) return "";
  return "timex" in value ? dateText(value) : quantity(value);
}

/** How many of a participant a fact speaks of. */
function countsText(part) {
  return (part?.counts ?? []).map(quantity).join("、");
}

/** A participant with its number: 卡点 143个. */
function partText(part) {
  if (!part) return "";
  const counts = countsText(part);
  return counts ? `${part.name} ${counts}` : part.name;
}

/** The date of a fact: the one folded into it, or its object. */
function factDate(fact) {
  return fact.date ?? (fact.object.label === "DATE" ? fact.object.value : null) ?? null;
}

/** Whether a thing is said to be so; what says nothing is asserted. */
function statusOf(line) {
  return line?.status || "asserted";
}

/** A small mark for what is not asserted. */
function statusBadge(line) {
  const status = statusOf(line);
  return status === "asserted" ? null : el("span", { class: "status" }, t(status));
}

/** 0.9668 → 0.97 */
function certainty(number) {
  return Number(number ?? 1).toFixed(2);
}
