"use strict";
// Files made of what is shown. Nothing leaves the machine: the browser saves them.

const CSV_COLUMNS = ["id", "predicate", "subject", "subject_label", "subject_counts", "object", "object_label", "object_counts",
  "amount", "unit", "bound", "upper", "per", "place", "place_counts", "date", "status", "confidence", "support", "articles", "sentence"];

/** One row of the CSV; `jiceng.writing.fact_rows` makes the same. */
function csvRow(fact, model) {
  const value = fact.object.label === "QUANTITY" ? fact.object.value : null;
  const said = fact.evidence.map((item) => model.evidence(item));
  return [fact.id, fact.predicate, fact.subject.name, fact.subject.label, countsText(fact.subject), fact.object.name, fact.object.label,
    countsText(fact.object), value?.amount ?? null, value?.unit ?? null, value?.bound ?? null, value?.upper ?? null, value?.per ?? null,
    fact.place?.name ?? null, countsText(fact.place), dateText(factDate(fact)), statusOf(fact), fact.confidence ?? 1,
    fact.support ?? said.length, [...new Set(said.map((item) => item.document))].join(" "), said[0]?.text ?? null];
}

/** A cell that no spreadsheet runs as a formula and no reader splits. */
function csvCell(value) {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return String(value);
  const safe = /^[=+\-@\t\r\n＝＋－＠]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Facts as CSV: with the mark by which Excel knows UTF-8. */
function factsCsv(facts, model) {
  const rows = [CSV_COLUMNS, ...facts.map((fact) => csvRow(fact, model))];
  return "\ufeff" + rows.map((row) => row.map(csvCell).join(",") + "\r\n").join("");
}

/** A fact as its line of the export. */
function factLine(fact, model) {
  const evidence = fact.evidence.map((item) => {
    const { document, start, end, text } = model.evidence(item);
    return { doc: document, start, end, text };
  });
  return { type: "fact", ...fact, evidence };
}

/** Facts as lines of the export. */
function factsJsonl(facts, model) {
  return facts.map((fact) => JSON.stringify(factLine(fact, model)) + "\n").join("");
}

/** Save a file. */
function save(name, content, kind) {
  const address = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type: kind }));
  const link = el("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
  say(t("saved", { name }));
}

/** A name for a file of what is shown. */
function fileName(what, ending) {
  const stem = Models.now.name.replace(/\.jsonl$/, "").replace(/[^\p{L}\p{N}._-]+/gu, "-").replace(/^[.-]+/, "");
  return `${stem || "jiceng"}-${what}.${ending}`;
}

/** A picture as the text of an SVG file. */
function svgText(picture) {
  const copy = picture.cloneNode(true);
  copy.setAttribute("xmlns", SVG);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(copy)}`;
}

/** A picture as a PNG of twice its size. */
function savePng(picture, name) {
  const width = Number(picture.getAttribute("width")), height = Number(picture.getAttribute("height"));
  // No browser makes a canvas of any size; a large picture gets fewer points.
  const scale = Math.min(2, 8000 / Math.max(width, height));
  const address = URL.createObjectURL(new Blob([svgText(picture)], { type: "image/svg+xml" }));
  const image = new Image();
  image.addEventListener("load", () => {
    const canvas = el("canvas", { set: { width: width * scale, height: height * scale } });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    URL.revokeObjectURL(address);
    canvas.toBlob((blob) => save(name, blob), "image/png");
  });
  image.src = address;
}
