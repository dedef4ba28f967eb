"use strict";
// The view of the articles: the list, the text with its mentions, the panel of what is chosen.

const Articles = {};

/** Build the view. */
function showArticles(view) {
  const number = State.document;
  const article = Models.now.documents[number];
  Articles.mentions = article.mentions.map((_, i) => Models.now.mention(number, i));
  const lang = article.script === "Hant" ? "zh-Hant" : "zh-Hans";
  Articles.text = el("div", { class: "text", lang });
  Articles.panel = el("aside", { class: "panel", "aria-label": t("relations") });
  Articles.list = el("div", { class: "list" });
  fill(view, el("div", { class: "columns articles" },
    el("nav", { class: "side", "aria-label": t("articles") },
      Models.now.documents.length > 8 ? searchField(t("find_article"), Articles.search ?? "", listArticles) : null, Articles.list),
    el("article", { class: "middle" },
      el("h2", { lang }, article.title ?? article.id),
      el("p", { class: "note" }, [article.title ? article.id : null, article.published, article.source, article.script, article.model,
        `${grouped(article.chars ?? 0)} ${t("words")}`].filter(Boolean).join(" · ")),
      el("div", { class: "bar" }, confidenceField(paintArticle), switchField(t("letters"), State.letters, (on) => {
        State.letters = on;
        paintArticle();
      })),
      legend(), Models.now.characters(number) ? null : el("p", { class: "warning" }, t("no_text")), Articles.text),
    Articles.panel));
  listArticles(Articles.search ?? "");
  paintArticle();
  Articles.text.addEventListener("mouseover", (event) => withMention(event, showTip));
  Articles.text.addEventListener("focusin", (event) => withMention(event, showTip));
  Articles.text.addEventListener("mouseout", hideTip);
  Articles.text.addEventListener("focusout", hideTip);
  Articles.text.addEventListener("click", (event) => withMention(event, (_, mention) => chooseMention(mention.number)));
  if (State.sentence) Articles.text.querySelector(".sentence")?.scrollIntoView({ block: "center" });
}

function withMention(event, act) {
  const target = event.target.closest?.("[data-mention]");
  if (target) act(target, Articles.mentions[Number(target.dataset.mention)]);
}

/** A box to tick. */
function switchField(label, on, act) {
  const box = el("input", { type: "checkbox", set: { checked: on }, on: { change: () => act(box.checked) } });
  return el("label", { class: "field" }, box, el("span", {}, label));
}

/** List the articles whose id or title has these words. */
function listArticles(words) {
  Articles.search = words;
  const wanted = folded(words.trim());
  const fits = (article) => folded(`${article.id}\n${article.title ?? ""}`).includes(wanted);
  const open = (number) => () => go("articles", { document: number, sentence: null, mention: null });
  fill(Articles.list, Models.now.documents.map((article, number) => fits(article)
    ? el("button", { type: "button", class: "entry", "aria-current": number === State.document ? "true" : null, on: { click: open(number) } },
      el("b", {}, article.title ?? article.id),
      el("small", {}, `${article.id} · ${article.mentions.length} ${t("mentions")} · ${article.relations.length} ${t("relations")}`))
    : null));
}

/** The types in the article, each a switch. */
function legend() {
  const counts = d3.rollup(Articles.mentions, (of) => of.length, (mention) => mention.label);
  const known = Data.ontology.entities.map((type) => type.label).filter((label) => counts.has(label));
  const labels = [...known, ...[...counts.keys()].filter((label) => !LABELS.has(label))];
  const box = el("div", { class: "legend", role: "group", "aria-label": t("labels") });
  const draw = () => fill(box, labels.map((label) => {
    const about = State.language === "zh" ? typeOf(label).about_zh : typeOf(label).about;
    const key = button("", () => toggle(label), { class: "key", "aria-pressed": String(!State.hidden.has(label)), title: about, data: { label } });
    key.style.setProperty("--colour", colourOf(label));
    key.append(el("i", {}, typeOf(label).letter), ` ${shown(typeName(label))} `, el("small", {}, counts.get(label)));
    return key;
  }), button(t("all"), () => set([]), { class: "plain" }), button(t("none"), () => set(labels), { class: "plain" }));
  const set = (hidden) => {
    State.hidden = new Set(hidden);
    draw();
    paintArticle();
  };
  const toggle = (label) => {
    set(State.hidden.has(label) ? [...State.hidden].filter((item) => item !== label) : [...State.hidden, label]);
    box.querySelector(`[data-label="${CSS.escape(label)}"]`)?.focus();
  };
  draw();
  return box;
}

/** Whether a mention is to be seen now. */
function isSeen(mention) {
  return !State.hidden.has(mention.label) && mention.confidence >= State.confidence;
}

/** Put the text into its place, as the filters say. */
function paintArticle() {
  const seen = Articles.mentions.filter(isSeen);
  const characters = Models.now.characters(State.document);
  fill(Articles.text, characters ? wholeText(characters, seen) : sentencesOnly(seen));
  const first = Articles.text.querySelector("[data-mention]");
  if (first) first.tabIndex = 0;
  chooseMention(State.mention, false);
}

function wholeText(characters, seen) {
  const end = characters.length;
  if (!State.sentence) return markedText(characters, 0, seen, 0, end);
  const [from, to] = [Math.min(State.sentence[0], end), Math.min(Math.max(...State.sentence), end)];
  return [...markedText(characters, 0, seen, 0, from),
    el("mark", { class: "sentence" }, markedText(characters, 0, seen, from, to)),
    ...markedText(characters, 0, seen, to, end)];
}

function sentencesOnly(seen) {
  const quoted = (Models.now.documents[State.document].sentences ?? []).filter(([, , text]) => text);
  const inside = (mention) => quoted.some(([start, end]) => start <= mention.start && mention.end <= end);
  const rest = seen.filter((mention) => !inside(mention));
  return [
    ...quoted.map(([start, end, text]) => el("p", {}, el(State.sentence?.join() === `${start},${end}` ? "mark" : "span",
      { class: State.sentence?.join() === `${start},${end}` ? "sentence" : "" }, markedSentence(start, end, text, seen)))),
    rest.length ? el("h4", {}, t("other_mentions")) : null,
    rest.length ? el("p", { class: "chips" }, rest.map((mention) => mentionElement(mention, mention.text))) : null,
  ];
}

/** Choose a mention (null: none): its panel, its lines, and those that it is related to. */
function chooseMention(number, focus = true) {
  const mention = number === null ? null : Articles.mentions[number];
  State.mention = mention ? number : null;
  for (const old of Articles.text.querySelectorAll(".chosen, .partner")) old.classList.remove("chosen", "partner");
  drawArcs(Articles.text, null, []);
  Articles.panel.classList.toggle("open", Boolean(mention));
  if (!mention) {
    fill(Articles.panel, el("p", { class: "note" }, t("no_choice")));
    return;
  }
  fill(Articles.panel, button("×", () => chooseMention(null), { class: "close", "aria-label": t("close") }),
    mentionPanel(State.document, mention, chooseMention));
  const chosen = elementOf(number);
  if (!chosen) return;
  chosen.classList.add("chosen");
  drawArcs(Articles.text, chosen, partners(number));
  if (focus) focusMention(chosen);
}

function elementOf(number) {
  return Articles.text.querySelector(`[data-mention="${number}"]`);
}

function partners(number) {
  const found = [];
  for (const relation of Models.now.relations(State.document)) {
    if (relation.confidence < State.confidence || (relation.head !== number && relation.tail !== number)) continue;
    const element = elementOf(relation.head === number ? relation.tail : relation.head);
    if (!element) continue;
    element.classList.add("partner");
    found.push({ element, label: relation.label, out: relation.head === number });
  }
  return found;
}

/** Give a mention the focus; it is the one that the tab key comes back to. */
function focusMention(element) {
  for (const old of Articles.text.querySelectorAll('[tabindex="0"]')) old.tabIndex = -1;
  element.tabIndex = 0;
  element.focus({ preventScroll: true });
  element.scrollIntoView({ block: "nearest" });
}

/** Go to the mention before (-1) or after (1) the one that has the focus. */
function stepMention(step) {
  const all = [...Articles.text.querySelectorAll("[data-mention]")];
  if (!all.length) return;
  const here = all.indexOf(document.activeElement.closest("[data-mention]"));
  focusMention(all[Math.max(0, Math.min(all.length - 1, here + step))]);
}
