"use strict";
// Elements are made here and nowhere else, from text that is never read as markup.

const SVG = "http://www.w3.org/2000/svg";
// Controls that turn the direction of writing or are not seen at all: shown by their number, never in force.
const UNSEEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/** Text of an export as it may be shown. */
function shown(text) {
  return String(text).replace(UNSEEN, (char) => `⟦U+${char.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}⟧`);
}

/** An HTML element. Properties: `class`, `on` (events), `data` (dataset), `set` (DOM properties), else attributes. */
function el(tag, properties = {}, ...children) {
  return filled(document.createElement(tag), properties, children);
}

/** An SVG element, of attributes alone, so that it looks the same in a file of its own. */
function svg(tag, properties = {}, ...children) {
  return filled(document.createElementNS(SVG, tag), properties, children);
}

function filled(element, properties, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "class") element.setAttribute("class", value);
    else if (name === "on") for (const [event, act] of Object.entries(value)) element.addEventListener(event, act);
    else if (name === "data") for (const [key, item] of Object.entries(value)) element.dataset[key] = item;
    else if (name === "set") Object.assign(element, value);
    else element.setAttribute(name, value === true ? "" : shown(value));
  }
  element.append(...nodes(children));
  return element;
}

/** Children as nodes, of lists in lists; nothing is left out but what is empty. */
function nodes(children) {
  return children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false)
    .map((child) => (child instanceof Node ? child : document.createTextNode(shown(child))));
}

/** Take all out of an element and put these in. */
function fill(element, ...children) {
  element.replaceChildren(...nodes(children));
  return element;
}

/** A button. */
function button(text, act, properties = {}) {
  return el("button", { type: "button", ...properties, on: { click: act, ...(properties.on ?? {}) } }, text);
}

/** A labelled choice; `options` are [value, text]. */
function choice(label, options, value, act, properties = {}) {
  const select = el("select", { ...properties, on: { change: () => act(select.value) } },
    options.map(([key, text]) => el("option", { set: { value: key, selected: key === value } }, text)));
  return el("label", { class: "field" }, el("span", {}, label), select);
}

/** A labelled line of text that acts while one types; words of an input method only when they are complete. */
function searchField(label, value, act, properties = {}) {
  const run = (event) => event.isComposing || act(input.value);
  const input = el("input", { type: "search", placeholder: label, "aria-label": label, autocomplete: "off", ...properties,
    set: { value }, on: { input: run, compositionend: () => act(input.value) } });
  return input;
}

/** The slider for the least confidence, which all views share. */
function confidenceField(act) {
  const number = el("output", {}, State.confidence.toFixed(2));
  const input = el("input", { type: "range", min: 0, max: 1, step: 0.01, "aria-label": t("confidence"),
    set: { value: State.confidence }, on: { input: () => {
      State.confidence = Number(input.value);
      number.textContent = State.confidence.toFixed(2);
      act();
    } } });
  return el("label", { class: "field slider" }, el("span", {}, t("confidence")), input, number);
}

/** Say something to a person who does not see the page change. */
function say(text) {
  document.getElementById("said").textContent = shown(text);
}
