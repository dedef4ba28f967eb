"use strict";
// Which county a fact speaks of: its place, else that of its things, else the one that its article speaks of most.

const COUNTY_CODE = /^\d{6}$/;

/** The county (or, if nothing smaller is known, the city) that a thing lies in: its entity, or null. */
function countyAbove(model, id) {
  let city = null;
  // Places of places are few; the limit is for exports that go round in a circle.
  for (let steps = 0, here = model.entities.get(id); here && steps < 12; steps++, here = model.entities.get(here.place)) {
    if (here.label !== "GPE" || !COUNTY_CODE.test(here.code?.value ?? "") || here.code.value.endsWith("0000")) continue;
    if (!here.code.value.endsWith("00")) return here;
    city ??= here;
  }
  return city;
}

/** {entity, sure}: the county of a fact; not sure if only its article tells. */
function countyOf(model, fact) {
  for (const part of [fact.place, fact.subject, fact.object]) {
    const found = part?.id ? countyAbove(model, part.id) : null;
    if (found) return { entity: found, sure: true };
  }
  const first = fact.evidence[0];
  const found = Array.isArray(first) ? mainCounty(model, first[0]) : null;
  return found ? { entity: found, sure: false } : null;
}

/** The county that an article mentions most. */
function mainCounty(model, number) {
  model.main ??= new Map();
  if (!model.main.has(number)) {
    const counts = new Map();
    model.documents[number].mentions.forEach(([, , label, , entity]) => {
      const found = label === "GPE" && entity ? countyAbove(model, entity) : null;
      if (found) counts.set(found, (counts.get(found) ?? 0) + 1);
    });
    model.main.set(number, d3.greatest(counts, ([, count]) => count)?.[0] ?? null);
  }
  return model.main.get(number);
}

/** What is counted: {name, label, value, county, sure, fact}, a number of a thing once in a county. */
function countedThings(model, facts) {
  const found = new Map();
  for (const fact of facts) {
    if (fact.predicate !== "HAS_COUNT" || typeof fact.object.value?.amount !== "number") continue;
    const county = countyOf(model, fact);
    const item = { name: fact.subject.name, label: fact.subject.label, value: fact.object.value, sure: county?.sure ?? false,
      county: county?.entity.name ?? "–", fact };
    const key = JSON.stringify([item.county, item.label, item.name, quantity(item.value)]);
    if (!found.has(key)) found.set(key, item);
  }
  return [...found.values()];
}
