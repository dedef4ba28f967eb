"use strict";
// An export as the page holds it (`jiceng.explorer.packing` is the writer), with what is found quickly in it.

const FOLDS = new Map([...Data.folding[0]].map((char, number) => [char, [...Data.folding[1]][number]]));
const FOLDED = Data.folding[0] ? new RegExp(`[${Data.folding[0]}]`, "gu") : null;

/** Simplified script, small letters: the form in which everything is searched. */
function folded(text) {
  const small = String(text).toLowerCase();
  return FOLDED ? small.replace(FOLDED, (char) => FOLDS.get(char) ?? char) : small;
}

class Model {
  constructor(data) {
    this.name = data.name;
    this.documents = data.documents;
    this.facts = data.facts;
    this.systems = data.systems;
    this.entities = new Map(data.entities.map((entity) => [entity.id, entity]));
    this.numbers = new Map(data.documents.map((document, number) => [document.id, number]));
    this.letters = new Map();
    this.quoted = data.documents.map((document) =>
      new Map((document.sentences ?? []).map(([start, end, text]) => [`${start}-${end}`, text])));
    this.hay = new Map();
    this.sentences = new Map();
    this.about = null;
  }

  /** The place of a document among the documents, by its id. */
  numberOf(id) {
    return this.numbers.get(id);
  }

  /** The code points of an article's text, in which all offsets count; null without a text. */
  characters(number) {
    const text = this.documents[number]?.text;
    if (text === null || text === undefined) return null;
    if (!this.letters.has(number)) this.letters.set(number, Array.from(text));
    return this.letters.get(number);
  }

  /** A mention as an object; `number` is its place in the article. */
  mention(document, number) {
    const [start, end, label, confidence = 1, entity = 0, text = 0, norm = 0, more = 0] = this.documents[document].mentions[number];
    const raw = text === 0 ? (this.characters(document) ?? []).slice(start, end).join("") : text;
    return { ...(more || {}), number, start, end, label, confidence, entity: entity || null, text: raw, norm: norm || raw };
  }

  /** An article's relations as objects with the places of both mentions. */
  relations(document) {
    return this.documents[document].relations.map(([label, head, tail, confidence, more]) => ({ ...(more ?? {}), label, head, tail, confidence }));
  }

  /** An evidence: {number (-1: not a document of this export), document (id), start, end, text}. */
  evidence(item) {
    if (!Array.isArray(item)) return { number: -1, document: item.doc, start: item.start, end: item.end, text: item.text };
    const [number, start, end] = item;
    const kept = this.quoted[number].get(`${start}-${end}`);
    const text = kept ? kept : (this.characters(number) ?? []).slice(start, end).join("");
    return { number, document: this.documents[number].id, start, end, text };
  }

  /** All that is searched of a fact, folded. */
  searched(fact) {
    let text = this.hay.get(fact);
    if (text === undefined) {
      const parts = [fact.subject, fact.object, fact.place].filter(Boolean);
      const words = parts.flatMap((part) => [part.name, countsText(part), ...(this.entities.get(part.id)?.aliases ?? [])]);
      const own = folded([fact.predicate, typeName(fact.predicate), dateText(factDate(fact)), ...words].join("\n"));
      text = [own, ...fact.evidence.map((item) => this.searchedSentence(item))].join("\n");
      this.hay.set(fact, text);
    }
    return text;
  }

  /** An evidence's article and sentence, folded once for all facts that it says. */
  searchedSentence(item) {
    const key = Array.isArray(item) ? item.join() : item;
    let text = this.sentences.get(key);
    if (text === undefined) {
      const said = this.evidence(item);
      text = folded(`${said.document}\n${said.text}`);
      this.sentences.set(key, text);
    }
    return text;
  }

  /** Get ready for the first search while the browser has nothing else to do, a few facts at a time. */
  warm(from = 0) {
    if (from >= this.facts.length) return;
    const later = globalThis.requestIdleCallback ?? ((act) => setTimeout(act, 30));
    later(() => {
      for (const fact of this.facts.slice(from, from + 200)) this.searched(fact);
      this.warm(from + 200);
    });
  }

  /** Facts in which an entity is subject, object or place. */
  factsAbout(entity) {
    if (!this.about) {
      this.about = new Map();
      for (const fact of this.facts) {
        for (const id of new Set([fact.subject.id, fact.object.id, fact.place?.id])) {
          if (!id) continue;
          if (!this.about.has(id)) this.about.set(id, []);
          this.about.get(id).push(fact);
        }
      }
    }
    return this.about.get(entity) ?? [];
  }

  /** Whether a fact is said in a document. */
  saidIn(fact, number) {
    return fact.evidence.some((item) => Array.isArray(item) && item[0] === number);
  }

  /** The name of an entity, or its id. */
  entityName(id) {
    return this.entities.get(id)?.name ?? id;
  }
}

const Models = {
  all: Data.exports.map((data) => new Model(data)),
  get now() {
    return Models.all[State.export];
  },
};
