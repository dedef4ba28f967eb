"""Read an article and print what it says: mentions, values, relations, facts.

Run: python examples/read_an_article.py annotations/articles/ningming.txt
"""

import sys
from pathlib import Path

import jiceng


def main(path: Path, model: str | None = None) -> None:
    """Print the facts of one article with the sentence of each, surest first."""
    reader = jiceng.load(model)
    article = reader.read(path.read_text(encoding="utf-8"), id=path.stem)
    print(f"{article.document.id}: {len(article.mentions)} mentions, {len(article.relations)} relations")
    for fact in sorted(article.facts, key=lambda fact: -fact.confidence)[:20]:
        counts = "".join(f" {count.amount:g}{count.unit or ''}" for count in fact.object.counts)
        place = f" at {fact.place.name}" if fact.place else ""
        print(f"{fact.confidence:.2f}  {fact.subject.name} {fact.predicate} {fact.object.name}{counts}{place}")
        print(f"      {fact.evidence[0].text}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:3])
