"""Agreement between two labellings of the same articles: exact and overlapping F1, and Cohen's kappa on characters."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from jiceng.corpus.article import Article, Span


@dataclass(frozen=True)
class Score:
    """Counts of one comparison. With A as reference, `precision` and `recall` are those of B; F1 is symmetric."""

    a: int
    b: int
    both: int

    @property
    def precision(self) -> float:
        """Share of B's items that A has too; 0 if B has none."""
        return self.both / self.b if self.b else 0.0

    @property
    def recall(self) -> float:
        """Share of A's items that B has too; 0 if A has none."""
        return self.both / self.a if self.a else 0.0

    @property
    def f1(self) -> float:
        """2 × both / (a + b), the harmonic mean of precision and recall; 0 if there is nothing."""
        return 2 * self.both / (self.a + self.b) if self.a + self.b else 0.0


@dataclass(frozen=True)
class Disagreement:
    """One item that only one labelling has. `who` is "A" or "B"; `context` shows it in its surroundings."""

    article: str
    offset: int
    who: str
    item: str
    context: str


@dataclass(frozen=True)
class Agreement:
    """Everything that comparing two labellings gives. Tables map labels to scores; "ALL" is the total."""

    articles: tuple[str, ...]
    only_one: tuple[str, ...]
    entities: dict[str, Score]
    entities_overlapping: dict[str, Score]
    spans_only: Score
    relations: dict[str, Score]
    relations_overlapping: dict[str, Score]
    kappa: float
    disagreements: tuple[Disagreement, ...]


def agreement(a: Iterable[Article], b: Iterable[Article]) -> Agreement:
    """Compare two labellings by article id. Articles that only one of them has are named, not compared.

    Raises:
        ValueError: an article's text differs between the two.
    """
    left, right = {article.id: article for article in a}, {article.id: article for article in b}
    common = sorted(left.keys() & right.keys())
    pairs = [(left[key], right[key]) for key in common]
    for one, other in pairs:
        if one.text != other.text:
            raise ValueError(f"the two texts of {one.id} differ; offsets cannot be compared")
    return Agreement(
        articles=tuple(common),
        only_one=tuple(sorted(left.keys() ^ right.keys())),
        entities=_table(_exact(one.span_keys(), other.span_keys(), 2) for one, other in pairs),
        entities_overlapping=_table(_overlapping_spans(one, other) for one, other in pairs),
        spans_only=_sum(
            Score(len(x), len(y), len(x & y))
            for x, y in (({k[:2] for k in one.span_keys()}, {k[:2] for k in other.span_keys()}) for one, other in pairs)
        ),
        relations=_table(_exact(one.relation_keys(), other.relation_keys(), 4) for one, other in pairs),
        relations_overlapping=_table(_overlapping_relations(one, other) for one, other in pairs),
        kappa=_kappa(pairs),
        disagreements=tuple(item for one, other in pairs for item in _disagreements(one, other)),
    )


def _exact(
    a: set[tuple[int, int, str]] | set[tuple[int, int, int, int, str]], b: object, label: int
) -> dict[str, Score]:
    assert isinstance(b, set)
    labels = {key[label] for key in a | b}
    return {
        str(name): Score(
            len(x := {key for key in a if key[label] == name}),
            len(y := {key for key in b if key[label] == name}),
            len(x & y),
        )
        for name in labels
    }


def _overlapping_spans(a: Article, b: Article) -> dict[str, Score]:
    """A span counts as found if the other labelling has one of its label that shares a character with it."""
    scores = {}
    for label in {span.label for span in (*a.spans, *b.spans)}:
        x = [span for span in a.spans if span.label == label]
        y = [span for span in b.spans if span.label == label]
        scores[label] = Score(len(x), len(y), _matched(x, y))
    return scores


def _matched(a: list[Span], b: list[Span]) -> int:
    """Largest number of one-to-one pairs of overlapping spans; both lists are free of overlaps, so greedy is exact."""
    both, i, j = 0, 0, 0
    a, b = sorted(a), sorted(b)
    while i < len(a) and j < len(b):
        if a[i].end <= b[j].start:
            i += 1
        elif b[j].end <= a[i].start:
            j += 1
        else:
            both, i, j = both + 1, i + 1, j + 1
    return both


def _overlapping_relations(a: Article, b: Article) -> dict[str, Score]:
    """A relation counts as found if the other labelling has one of its label whose two ends overlap its own."""
    scores = {}
    x_all, y_all = sorted(a.relation_keys()), sorted(b.relation_keys())
    for label in {key[4] for key in (*x_all, *y_all)}:
        x = [key for key in x_all if key[4] == label]
        y = [key for key in y_all if key[4] == label]
        free = list(y)
        both = 0
        for key in x:
            partner = next(
                (o for o in free if o == key),
                next((o for o in free if _touch(key[:2], o[:2]) and _touch(key[2:4], o[2:4])), None),
            )
            if partner is not None:
                free.remove(partner)
                both += 1
        scores[label] = Score(len(x), len(y), both)
    return scores


def _touch(a: tuple[int, int], b: tuple[int, int]) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _table(scores: Iterable[dict[str, Score]]) -> dict[str, Score]:
    """Scores summed over articles, "ALL" first, then labels by name."""
    totals: dict[str, list[Score]] = {}
    for table in scores:
        for label, score in table.items():
            totals.setdefault(label, []).append(score)
    summed = {label: _sum(totals[label]) for label in sorted(totals)}
    return {"ALL": _sum(summed.values()), **summed}


def _sum(scores: Iterable[Score]) -> Score:
    items = list(scores)
    return Score(sum(s.a for s in items), sum(s.b for s in items), sum(s.both for s in items))


def _kappa(pairs: list[tuple[Article, Article]]) -> float:
    """Cohen's kappa (Cohen 1960) of the characters' labels, "outside" counted as one more label; 1.0 on no text."""
    counts: Counter[tuple[str, str]] = Counter()
    for one, other in pairs:
        counts.update(zip(_labels(one), _labels(other), strict=True))
    total = sum(counts.values())
    if not total:
        return 1.0
    observed = sum(n for (x, y), n in counts.items() if x == y) / total
    left, right = Counter[str](), Counter[str]()
    for (x, y), n in counts.items():
        left[x] += n
        right[y] += n
    expected = sum(left[label] * right[label] for label in left) / total**2
    return 1.0 if expected == 1 else (observed - expected) / (1 - expected)


def _labels(article: Article) -> list[str]:
    labels = [""] * len(article.text)
    for span in article.spans:
        labels[span.start : span.end] = [span.label] * (span.end - span.start)
    return labels


def _disagreements(a: Article, b: Article) -> Iterator[Disagreement]:
    for start, end, label in sorted(a.span_keys() ^ b.span_keys()):
        who = "A" if (start, end, label) in a.span_keys() else "B"
        yield Disagreement(a.id, start, who, f"{a.text[start:end]} {label}", _context(a.text, start, end))
    for key in sorted(a.relation_keys() ^ b.relation_keys()):
        who = "A" if key in a.relation_keys() else "B"
        item = f"{a.text[key[0] : key[1]]} {key[4]} {a.text[key[2] : key[3]]}"
        yield Disagreement(a.id, key[0], who, item, _context(a.text, min(key[0], key[2]), max(key[1], key[3])))


def _context(text: str, start: int, end: int, width: int = 10) -> str:
    before, inside, after = text[max(0, start - width) : start], text[start:end], text[end : end + width]
    return f"{before}【{inside}】{after}".replace("\n", "⏎")
