"use strict";
// Many nodes as few: things of one type (and one place) in one node that can be opened.

const GRAPH_LIMIT = 300;

/** What a node is collapsed into: null, or the group's id, type and place. */
function groupOf(model, node, by) {
  if (by === "none") return null;
  const place = by === "place" ? placeOf(model, node) : null;
  return { id: JSON.stringify(["group", node.label, place]), label: node.label, place };
}

/** The county that a node belongs to, by its own place or else by its article; where no county is known, its place. */
function placeOf(model, node) {
  const own = countyAbove(model, node.id) ?? (node.place ? countyAbove(model, node.place) : null);
  if (own) return own.id;
  const said = node.facts[0]?.evidence[0];
  const main = node.label !== "GPE" && Array.isArray(said) ? mainCounty(model, said[0]) : null;
  return main?.id ?? node.place;
}

/** The system with each closed group of two or more nodes as one node. `open` names the groups that are open. */
function collapsed(model, system, by, open) {
  const groups = d3.group(system.nodes, (node) => groupOf(model, node, by)?.id ?? null);
  const into = new Map(), nodes = [];
  for (const [id, members] of groups) {
    if (id === null || members.length < 2 || open.has(id)) {
      for (const node of members) {
        into.set(node.id, node.id);
        nodes.push({ ...node, group: id !== null && members.length > 1 ? id : null });
      }
      continue;
    }
    const { label, place } = groupOf(model, members[0], by);
    for (const node of members) into.set(node.id, id);
    nodes.push({ id, label, place, members, size: members.length, counts: new Map(), facts: [],
      name: place ? `${typeName(label)} · ${model.entityName(place)}` : typeName(label) });
  }
  return { nodes, links: joinedLinks(system.links, into) };
}

function joinedLinks(links, into) {
  const joined = new Map();
  for (const link of links) {
    const [from, to] = [into.get(link.from), into.get(link.to)];
    if (from === to && link.from !== link.to) continue;
    const key = JSON.stringify([from, to, link.label]);
    const found = joined.get(key);
    if (found) {
      found.weight += link.weight;
      found.facts.push(...link.facts);
      found.unsaid &&= link.unsaid;
    } else joined.set(key, { ...link, from, to, facts: [...link.facts] });
  }
  return [...joined.values()];
}

/** The nodes that are wanted and the best connected, if there are more than a person can look at; `more` are left out. */
function limited(system, wanted, limit = GRAPH_LIMIT) {
  if (system.nodes.length <= limit) return { ...system, more: 0 };
  const degree = new Map();
  for (const { from, to, weight } of system.links) for (const id of [from, to]) degree.set(id, (degree.get(id) ?? 0) + weight);
  const rank = (node) => (isWanted(node, wanted) ? 1e9 : 0) + (degree.get(node.id) ?? 0) + node.size;
  const ranked = [...system.nodes].sort((a, b) => rank(b) - rank(a));
  const kept = new Set(ranked.slice(0, limit).map((node) => node.id));
  return { ...narrowed(system, (node) => kept.has(node.id)), more: system.nodes.length - limit };
}

/** Whether the name of a node, or of one inside it, has these words, which are folded. */
function isWanted(node, wanted) {
  return wanted !== "" && [node, ...(node.members ?? [])].some((one) => folded(one.name).includes(wanted));
}
