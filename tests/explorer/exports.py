"""Exports made by code, as small as an example or as large as a province's, with texts that fit them."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

Line = dict[str, Any]
# What might break out of a page, mislead a reader, run, or be taken for a name that JavaScript knows.
HOSTILE = (
    "</script><script>window.hacked=1</script>",
    "<img src=x onerror=window.hacked=1>",
    "\"'`${window.hacked=1}",
    "甲\u2028乙\u2029丙",
    "\u202e倒\u202c\u2066x\u2069",
    "__proto__",
    "<!--<script>",
    "]]>&lt;&amp;{{data}}{{scripts}}",
    "=HYPERLINK(1)",
    "𠮷😀\ufeff\u0007",
)


def count(amount: float, unit: str | None = "个", bound: str = "exact", upper: float | None = None) -> Line:
    return {"amount": amount, "unit": unit, "bound": bound, "upper": upper}


def thing(label: str, name: str, identity: str | None = None, counts: Sequence[Line] = ()) -> Line:
    return {"id": identity or f"kind:{label}:{name}", "label": label, "name": name, "counts": list(counts)}


def number(value: Line, text: str = "") -> Line:
    return {
        "id": None,
        "label": "QUANTITY",
        "name": text or f"{value['amount']}{value['unit']}",
        "counts": [],
        "value": value,
    }


def said(doc: str, text: str, start: int = 0) -> Line:
    return {"doc": doc, "start": start, "end": start + len(text), "text": text}


def fact(predicate: str, subject: Line, target: Line, evidence: Sequence[Line], **more: Any) -> Line:
    """A fact whose id follows from what it says, as in a real export."""
    words = [predicate, subject, target, more.get("place"), more.get("date"), more.get("status")]
    digest = hashlib.sha256(json.dumps(words, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return {
        "type": "fact", "id": f"fact:{digest}", "predicate": predicate, "subject": subject, "object": target,
        "place": None, "date": None, "confidence": 0.9, "support": len(evidence), "evidence": list(evidence), **more,
    }  # fmt: skip


def document(identity: str, text: str, title: str | None = None) -> Line:
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return {
        "type": "document", "schema": "1.0", "id": identity, "sha256": digest, "chars": len(text), "script": "Hans",
        "title": title, "published": None, "model": "test", "source": None,
    }  # fmt: skip


def mention(doc: str, text: str, words: str, label: str, start: int | None = None, **more: Any) -> Line:
    at = text.index(words) if start is None else start
    return {
        "type": "mention", "id": f"{doc}#{label}{at}", "doc": doc, "start": at, "end": at + len(words), "text": words,
        "norm": words, "label": label, "confidence": 0.9, "origin": "model",
        "entity": f"kind:{label}:{words}", **more,
    }  # fmt: skip


def relation(doc: str, label: str, head: Line, tail: Line, **more: Any) -> Line:
    return {
        "type": "relation", "id": f"{head['id']}-{label}-{tail['id']}", "doc": doc, "label": label, "head": head["id"],
        "tail": tail["id"], "confidence": 0.8, "origin": "model", "sentence": [0, 10], **more,
    }  # fmt: skip


def entity(part: Line, **more: Any) -> Line:
    return {
        "type": "entity", "id": part["id"], "label": part["label"], "name": part["name"], "aliases": [], "place": None,
        "code": None, "mentions": 1, "doc_count": 1, "docs": [], **more,
    }  # fmt: skip


def county(code: str, name: str) -> Line:
    """The line of a county."""
    return entity(thing("GPE", name, f"gbt2260:{code}"), code={"scheme": "GB/T 2260", "value": code, "former": []})


def write(path: Path, lines: Sequence[Line]) -> Path:
    path.write_text("".join(json.dumps(line, ensure_ascii=True) + "\n" for line in lines), encoding="utf-8")
    return path


def hostile_export() -> tuple[list[Line], dict[str, str]]:
    """An export whose every string is hostile, and its texts by id."""
    lines, texts = [], {}
    for place, words in enumerate(HOSTILE):
        doc = f"{words}{place}"
        text = f"前{words}后\n{words}。"
        texts[doc] = text
        head = mention(doc, text, words, "GPE", entity=f"e{words}", norm=words + "′")
        tail = mention(doc, text, "后", "ORG", value_note=words)
        part, other = thing("GPE", words, f"e{words}", [count(3, words)]), thing(words, words, f"o{words}")
        lines += [
            {**document(doc, text, words), "source": words, "model": words},
            head, tail, relation(doc, "LEADS", head, tail, status=words, scope=words),
            entity(part, aliases=[words], place=f"e{words}"), entity(other),
            fact("LEADS", part, other, [said(doc, text)], place=part, status=words),
            fact(words, other, number(count(1, words)), [said(doc, words, 1)],
                 date={"kind": "date", "timex": words, "begin": words, "end": None, "mod": words}),
        ]  # fmt: skip
    return [*lines, {"type": "system", "id": HOSTILE[0], "levels": [{HOSTILE[1]: HOSTILE[2]}]}], texts


def later_export() -> tuple[list[Line], dict[str, str]]:
    """What later versions of the contract may tell: status, scope, per, mod, a system."""
    text = "宁明县计划在每个卡点设2名民警。"
    county, police = mention("a", text, "宁明县", "GPE"), mention("a", text, "民警", "ROLE")
    planned = {"status": "planned"}
    lines = [
        document("a", text), county, police, relation("a", "DEPLOYED_TO", police, county, scope="document", **planned),
        entity(thing("GPE", "宁明县")), entity(thing("ROLE", "民警")),
        fact("DEPLOYED_TO", thing("ROLE", "民警", counts=[{**count(2, "名"), "per": "卡点"}]), thing("GPE", "宁明县"),
             [said("a", text)], date={"kind": "date", "timex": "2022", "begin": None, "end": None, "mod": "END"}, **planned),
        {"type": "system", "id": "s", "doc": "a", "name": "网格", "levels": [{"name": "一级网格", "count": 1}]},
    ]  # fmt: skip
    return lines, {"a": text}


_SENTENCE = (
    "{county}在边境一线{n}个卡点成立{m}个临时党支部，由第{k}网格的党员干部负责，{team}支党员突击队下沉到{village}。"
)


def large_export(articles: int = 200, sentences: int = 10) -> tuple[list[Line], dict[str, str]]:
    """As large as a province's: with the defaults 200 articles, 10,000 facts, 20,000 mentions, and the texts."""
    lines: list[Line] = []
    tail: list[Line] = []
    texts: dict[str, str] = {}
    for article in range(articles):
        doc, code = f"article-{article:03}", f"{450100 + article + article // 99}"
        place = county(code, f"第{article}县")
        tail.append(place)
        rows = [
            _SENTENCE.format(
                county=f"第{article}县", n=100 + row, m=10 + row, k=row, team=3 + row, village=f"{row}号村"
            )
            for row in range(sentences)
        ]
        texts[doc] = "".join(rows)
        lines.append(document(doc, texts[doc], f"第{article}县的一篇报道"))
        start = 0
        for row, sentence in enumerate(rows):
            lines += _mentions(doc, sentence, start, place["id"])
            tail += _facts(doc, sentence, start, row, place)
            start += len(sentence)
    return [*lines, *sorted(tail, key=lambda line: str(line["type"]))], texts


def _mentions(doc: str, sentence: str, start: int, place: str) -> Iterator[Line]:
    made = []
    for words, label in (("边境一线", "LOC"), ("卡点", "CHECKPOINT"), ("临时党支部", "TEMP_BRANCH"), ("党员干部", "ROLE"),
                         ("党员突击队", "TEAM")):  # fmt: skip
        made.append(mention(doc, sentence, words, label, start + sentence.index(words)))
    head = sentence.split("在")[0]
    made.append(mention(doc, sentence, head, "GPE", start, entity=place))
    yield from made
    yield relation(doc, "ESTABLISHES", made[-1], made[2])
    yield relation(doc, "LOCATED_IN", made[2], made[1])
    yield relation(doc, "LOCATED_IN", made[1], made[0])


def _facts(doc: str, sentence: str, start: int, row: int, place: Line) -> Iterator[Line]:
    here = thing("GPE", place["name"], place["id"])
    posts = thing("CHECKPOINT", "卡点", f"kind:{doc}-posts{row}", [count(100 + row)])
    branches = thing("TEMP_BRANCH", "临时党支部", f"kind:{doc}-branches{row}", [count(10 + row)])
    team = thing("TEAM", "党员突击队", f"kind:{doc}-team{row}", [count(3 + row, "支")])
    village = thing("GPE", f"{row}号村", f"name:{doc}-{row}")
    proof = [said(doc, sentence, start)]
    certainty = 0.5 + row / 20
    yield fact("ESTABLISHES", here, branches, proof, place=posts, confidence=certainty)
    yield fact("LOCATED_IN", branches, posts, proof, confidence=certainty)
    yield fact("HAS_COUNT", {**posts, "counts": []}, number(count(100 + row)), proof, place=here, confidence=certainty)
    yield fact(
        "HAS_COUNT", {**branches, "counts": []}, number(count(10 + row)), proof, place=posts, confidence=certainty
    )
    yield fact("DEPLOYED_TO", team, village, proof, confidence=certainty)
    for part in (posts, branches, team, village):
        yield entity(part, place=place["id"], docs=[doc])
