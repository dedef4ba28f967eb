"use strict";
// The words of the interface. What the export says is shown as it is, in either language.
const STRINGS = {
  zh: {
    articles: "文章", facts: "事实", graph: "体系图", numbers: "数字", compare: "对比",
    export: "导出文件", palette: "色觉友好", help: "帮助", close: "关闭", language: "English",
    confidence: "最低置信度", sure: "置信度", search: "搜索", find_article: "查找文章", all: "全部", none: "全不选", all_articles: "全部文章",
    article: "文章", labels: "类型", letters: "显示类型字母", words: "字", mentions: "提及", relations: "关系",
    no_text: "未提供原文（--texts 目录），这里只有各条事实所引的句子。", other_mentions: "其他提及（无原文，不知在哪一句）",
    no_choice: "点一处高亮，这里列出它的关系和事实。", label: "类型", norm: "规范形式", value: "数值", entity: "实体", place: "地点",
    aliases: "别名", status: "状态", read_note: "未读出数值", no_relations: "没有关系。",
    facts_of: "关于它的事实", sentence: "原句", predicate: "关系", subject: "主体", object: "客体", counts: "数量", date: "时间",
    support: "句数", shown_facts: "共 {all} 条，符合 {n} 条", first_rows: "先显示前 {n} 条；请用上方条件缩小范围，或继续往下。",
    more_rows: "再显示 {n} 条", save_csv: "另存 CSV", save_jsonl: "另存 JSONL", save_svg: "另存 SVG", save_png: "另存 PNG",
    clear: "清除条件", nothing: "没有符合条件的内容。", any: "不限", open_sentence: "在文章中打开这句话", group: "归并",
    group_none: "不归并", group_type: "按类型", group_place: "按类型和地点", types: "类型", fit: "适应窗口", closer: "放大", farther: "缩小",
    hops: "邻域", hops_off: "全图", hops_1: "1 步", hops_2: "2 步", graph_hidden: "只画了联系最多的 {n} 个节点，另有 {more} 个未画：请选一篇文章、一个类型，或搜索。",
    graph_size: "{n} 个节点，{m} 条联系", nodes_inside: "内含 {n} 个", open_group: "展开", close_group: "收起", focus: "只看它的邻域",
    at: "在", not_linked: "只列数量", systems: "体系", lanes: "地方|机构与指挥|网格|点位与临时党支部|队伍|人员|举措与物资",
    by_type: "各类实体的数量", counted: "数得出来的事物", cases: "病例与案件", tiles: "概览", county: "县（市、区）", thing: "事物", amount: "数量", log_scale: "对数刻度",
    source: "来源：{name}，{n} 条事实", table: "数据表", undated: "没有日期的", no_year: "原文未写年份", by_article: "* 原句未提县（市、区），据文章推定", entities: "实体",
    appeared: "新增", vanished: "消失", changed: "变动", number: "数量", before: "前", after: "后", in_facts: "事实", in_texts: "原文对照",
    same_everywhere: "这两份导出在这里没有差别。", differ_in: "{n} 句有差别", no_shared: "两份导出没有同一篇文章。",
    asserted: "肯定", planned: "计划", conditional: "有条件", negated: "否定", asked: "疑问", scope: "范围",
    narrow: "按文章、类型、关系或关键词缩小范围。", saved: "已保存 {name}", shape: "形状与颜色同样表示类型；点一个类型可隐藏它。",
    keys: "数字键 1–5|切换视图\n/|搜索\n← →|上一处、下一处提及；在图中走到相邻节点\nEnter|打开\nEsc|关闭、取消选择\n+ − 0|图：放大、缩小、适应窗口\n?|本帮助",
    truncated: "这条事实共有 {n} 句，导出里只有前 {m} 句。", more: "另有 {n} 项",
  },
  en: {
    articles: "Articles", facts: "Facts", graph: "System graph", numbers: "Numbers", compare: "Compare",
    export: "Export", palette: "Colour-blind palette", help: "Help", close: "Close", language: "中文",
    confidence: "Least confidence", sure: "Confidence", search: "Search", find_article: "Find an article", all: "All", none: "None", all_articles: "All articles",
    article: "Article", labels: "Types", letters: "Letters of types", words: "characters", mentions: "mentions", relations: "relations",
    no_text: "The raw text was not given (--texts DIR); these are only the sentences that the facts quote.", other_mentions: "Other mentions (no text, so no sentence)",
    no_choice: "Click a highlight to list its relations and facts here.", label: "Type", norm: "Normal form", value: "Value", entity: "Entity", place: "Place",
    aliases: "Also called", status: "Status", read_note: "Value not read", no_relations: "No relations.",
    facts_of: "Facts about it", sentence: "Sentence", predicate: "Relation", subject: "Subject", object: "Object", counts: "Count", date: "Date",
    support: "Sentences", shown_facts: "{n} of {all} facts", first_rows: "The first {n} are shown; narrow them with the filters above, or go on below.",
    more_rows: "Show {n} more", save_csv: "Save CSV", save_jsonl: "Save JSONL", save_svg: "Save SVG", save_png: "Save PNG",
    clear: "Clear filters", nothing: "Nothing fits.", any: "any", open_sentence: "Open this sentence in its article", group: "Collapse",
    group_none: "nothing", group_type: "by type", group_place: "by type and place", types: "Types", fit: "Fit", closer: "Zoom in", farther: "Zoom out",
    hops: "Neighbourhood", hops_off: "whole graph", hops_1: "1 step", hops_2: "2 steps", graph_hidden: "Only the {n} best connected nodes are drawn, {more} are not: choose an article, a type, or search.",
    graph_size: "{n} nodes, {m} links", nodes_inside: "{n} inside", open_group: "Expand", close_group: "Collapse", focus: "Only its neighbourhood",
    at: "at", not_linked: "counted only", systems: "Systems", lanes: "Places|Bodies and commands|Grids|Posts and temporary branches|Teams|People|Measures and goods",
    by_type: "Entities by type", counted: "Counted things", cases: "Cases over time", tiles: "Overview", county: "County", thing: "Thing", amount: "Number", log_scale: "log scale",
    source: "Source: {name}, {n} facts", table: "Table", undated: "Without a date", no_year: "no year given", by_article: "* the sentence names no county; told by its article", entities: "entities",
    appeared: "appeared", vanished: "vanished", changed: "changed", number: "number", before: "before", after: "after", in_facts: "Facts", in_texts: "In the text",
    same_everywhere: "The two exports do not differ here.", differ_in: "{n} sentences differ", no_shared: "The two exports share no article.",
    asserted: "asserted", planned: "planned", conditional: "conditional", negated: "negated", asked: "asked", scope: "scope",
    narrow: "Narrow by article, type, relation or words.", saved: "Saved {name}", shape: "Shape tells the type as colour does; click a type to hide it.",
    keys: "1–5|change the view\n/|search\n← →|previous, next mention; in the graph, a neighbouring node\nEnter|open\nEsc|close, choose nothing\n+ − 0|graph: zoom in, out, fit\n?|this help",
    truncated: "{n} sentences say this fact; the export holds the first {m}.", more: "{n} more",
  },
};

/** The words for `key` in the chosen language, with {fields} filled in. */
function t(key, fields = {}) {
  // Own words only: what an export says may be called as something that every object has.
  const words = STRINGS[State.language];
  const text = Object.hasOwn(words, key) ? words[key] : String(key);
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in fields ? String(fields[name]) : whole));
}
