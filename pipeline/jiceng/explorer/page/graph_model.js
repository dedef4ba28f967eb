"use strict";
// The system as nodes and links: things, how many there are of them, and who set up, leads, holds or stands where.

// Relations between two things. Numbers and dates belong to their node and are no link.
const LINKS = ["ESTABLISHES", "LEADS", "PART_OF", "LOCATED_IN", "DEPLOYED_TO", "RESPONSIBLE_FOR", "MEMBER_OF", "SERVES_AS"];
// A place that a fact names beside its two things, where no relation of its own says it.
const AT = "AT";

/** The nodes and links of one article (null: all) that have this confidence. */
function systemOf(model, document, confidence) {
  const nodes = new Map(), links = new Map();
  const facts = model.facts.filter((fact) => (fact.confidence ?? 1) >= confidence && (document === null || model.saidIn(fact, document)));
  const node = (part) => {
    if (!nodes.has(part.id)) {
      const entity = model.entities.get(part.id);
      nodes.set(part.id, { id: part.id, label: part.label, name: part.name, place: entity?.place ?? null, counts: new Map(), facts: [], size: 1 });
    }
    return nodes.get(part.id);
  };
  const count = (part, values, place) => {
    for (const value of values) {
      const text = quantity(value);
      const places = node(part).counts.get(text) ?? new Set();
      if (place) places.add(place.name);
      node(part).counts.set(text, places);
    }
  };
  const link = (from, to, label, fact) => {
    const key = JSON.stringify([from, to, label]);
    if (!links.has(key)) links.set(key, { from, to, label, facts: [], weight: 0, unsaid: true });
    const found = links.get(key);
    found.facts.push(fact);
    found.weight += 1;
    found.unsaid &&= statusOf(fact) !== "asserted";
  };
  for (const fact of facts) {
    const { subject, object, place } = fact;
    if (!subject.id) continue;
    const isLink = object.id && (LINKS.includes(fact.predicate) || !["HAS_COUNT", "ON_DATE"].includes(fact.predicate));
    if (fact.predicate === "ON_DATE" && !subject.counts?.length) continue;
    node(subject).facts.push(fact);
    count(subject, subject.counts ?? [], null);
    if (isLink) {
      node(object).facts.push(fact);
      // What is set up stands at the place that the fact names.
      count(object, object.counts ?? [], fact.predicate === "ESTABLISHES" ? place : null);
      link(subject.id, object.id, fact.predicate, fact);
    } else if (object.label === "QUANTITY" && fact.predicate === "HAS_COUNT") {
      count(subject, object.value ? [object.value] : [], place);
    }
    if (place?.id) count(place, place.counts ?? [], null);
  }
  addPlaces(facts, nodes, links, link);
  return { nodes: [...nodes.values()], links: [...links.values()] };
}

/** Where something was set up or counted, as a link of its own where no other says it. */
function addPlaces(facts, nodes, links, link) {
  const near = new Set([...links.values()].flatMap(({ from, to }) => [JSON.stringify([from, to]), JSON.stringify([to, from])]));
  for (const fact of facts) {
    const thing = fact.predicate === "ESTABLISHES" ? fact.object : fact.predicate === "HAS_COUNT" ? fact.subject : null;
    const place = fact.place;
    if (!thing?.id || !place?.id || thing.id === place.id || !nodes.has(place.id) || !nodes.has(thing.id)) continue;
    if (!near.has(JSON.stringify([thing.id, place.id]))) link(thing.id, place.id, AT, fact);
  }
}

/** What a node has beside its name: 143个, or the first numbers of several. */
function nodeCounts(node) {
  const texts = [...node.counts.keys()];
  return texts.length > 3 ? `${texts.slice(0, 3).join("、")}…` : texts.join("、");
}

/** The nodes within so many steps of one. */
function neighbourhood(system, id, steps) {
  let found = new Set([id]);
  for (let step = 0; step < steps; step++) {
    const next = new Set(found);
    for (const { from, to } of system.links) {
      if (found.has(from)) next.add(to);
      if (found.has(to)) next.add(from);
    }
    found = next;
  }
  return found;
}

/** A system without the nodes that do not fit, and the links that they had. */
function narrowed(system, fits) {
  const nodes = system.nodes.filter(fits);
  const kept = new Set(nodes.map((node) => node.id));
  return { nodes, links: system.links.filter(({ from, to }) => kept.has(from) && kept.has(to)) };
}
