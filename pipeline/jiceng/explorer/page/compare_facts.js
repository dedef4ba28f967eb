"use strict";
// Two exports, fact by fact: what appeared, what vanished, what changed, with the sentences.

/** The changes as they fit the filters. */
function changesNow() {
  const state = State.compare;
  const words = folded(state.search).split(/\s+/).filter(Boolean);
  return Data.changes.filter((change) => {
    if (state.kind && (["appeared", "vanished"].includes(state.kind) ? change.kind !== state.kind : !change.what.includes(state.kind))) return false;
    const sides = change.facts.map((number, side) => (number < 0 ? null : [Models.all[side], Models.all[side].facts[number]]));
    if (sides.every((side) => side && (side[1].confidence ?? 1) < State.confidence || !side)) return false;
    return words.every((word) => sides.some((side) => side && side[0].searched(side[1]).includes(word)));
  });
}

/** How many changes there are of each kind. */
function changeKinds() {
  const kinds = Data.changes.flatMap((change) => (change.kind === "changed" ? change.what : [change.kind]));
  return occurring(kinds, t);
}

/** One change: the old fact and the new one beside each other. */
function changeCard(change) {
  const what = change.kind === "changed" ? change.what.map((name) => t(name)).join("、") : "";
  const sides = change.facts.map((number, side) => (number < 0 ? null : Models.all[side].facts[number]));
  return el("li", { class: `change ${change.kind}` },
    el("div", { class: "kind" }, el("span", { "aria-hidden": "true" }, { appeared: "+", vanished: "−", changed: "≠" }[change.kind]), ` ${t(change.kind)} ${what}`),
    el("div", { class: "sides" }, sides.map((fact, side) => (fact ? changeSide(side, fact, sides[1 - side]) : el("div", { class: "side empty" }, "–")))));
}

/** A fact of one export; what is otherwise in the other export is marked. */
function changeSide(side, fact, other) {
  const model = Models.all[side];
  const marked = (text) => {
    const [here, there] = [text(fact), other && text(other)];
    return here ? el(other && here !== there ? "mark" : "span", {}, here) : null;
  };
  const value = fact.object.label === "QUANTITY" || fact.object.label === "DATE";
  const said = fact.evidence.map((item) => model.evidence(item));
  return el("div", { class: `side ${statusOf(fact) === "asserted" ? "" : "unsaid"}` },
    el("small", {}, `${model.name} · ${said[0]?.document ?? ""} · ${certainty(fact.confidence)}`),
    el("div", {}, chip(fact.subject), " ", marked((of) => countsText(of.subject)), el("span", { class: "relation" }, ` ${typeName(fact.predicate)} `),
      value ? marked((of) => quantityOf(of)) : [chip(fact.object), " ", marked((of) => countsText(of.object))],
      fact.place ? [` ${t("at")} `, marked((of) => partText(of.place))] : null,
      factDate(fact) ? [" ", marked((of) => dateText(factDate(of)))] : null, " ", statusBadge(fact)),
    said.slice(0, 3).map((item) => (item.number < 0 ? el("q", {}, item.text) : button(item.text, () => {
      State.export = side;
      showOptions();
      openSentence(item.number, item.start, item.end);
    }, { class: "quote", title: t("open_sentence") }))));
}

/** The value that a fact gives as its object, as people read it. */
function quantityOf(fact) {
  return (fact.object.label === "QUANTITY" ? quantity(fact.object.value) : "") || fact.object.name;
}
