"""How often the status that the cues of a sentence give to a relation is the labelled one."""

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from jiceng.corpus.article import ASSERTED, STATUSES, Article
from jiceng.knowledge.facts import fact_sentences
from jiceng.knowledge.mentions import Edge, read_mentions
from jiceng.knowledge.status import has_cue, statuses
from jiceng.text.normalize import normalize
from jiceng.text.sentences import sentences


@dataclass(frozen=True)
class Judged:
    """A relation with its labelled status and the one that its sentence's cues give."""

    relation: str
    labelled: str
    read: str


@dataclass(frozen=True)
class JudgedSentence:
    """A sentence with relations; `cued` where a cue stands in it or a relation of it is labelled as not asserted."""

    article: str
    text: str
    relations: tuple[Judged, ...]
    cued: bool


def judge(article: Article) -> Iterator[JudgedSentence]:
    """The sentences of an article that have relations."""
    mentions, edges = read_mentions(article, normalize(article.text))
    extents = list(fact_sentences(mentions, edges, list(sentences(article.text))))
    read = list(statuses(article.text, mentions, edges, extents))
    for start, end in sorted(set(extents)):
        inside = [at for at, extent in enumerate(extents) if extent == (start, end)]

        def shown(edge: Edge) -> str:
            return f"{mentions[edge.head].text} {edge.label} {mentions[edge.tail].text}"

        judged = tuple(Judged(shown(edges[at]), edges[at].status, read[at]) for at in inside)
        cued = has_cue(article.text, mentions, start, end) or any(one.labelled != ASSERTED for one in judged)
        yield JudgedSentence(article.id, article.text[start:end], judged, cued)


def draw(every: Sequence[JudgedSentence], count: int, seed: int) -> list[JudgedSentence]:
    """So many sentences at random, half of them from those with a cue and half from all others, in the articles' order."""
    chance = random.Random(seed)
    cued = [at for at, one in enumerate(every) if one.cued]
    chosen = set(chance.sample(cued, min(len(cued), count // 2)))
    rest = [at for at in range(len(every)) if at not in chosen]
    chosen.update(chance.sample(rest, min(len(rest), count - len(chosen))))
    return [every[at] for at in sorted(chosen)]


def report(judged: Iterable[JudgedSentence]) -> Iterator[str]:
    """The figures as lines of text, then every relation whose status is not the labelled one with its sentence."""
    every = list(judged)
    pairs = Counter((one.labelled, one.read) for sentence in every for one in sentence.relations)
    total, right = pairs.total(), sum(number for (labelled, read), number in pairs.items() if labelled == read)
    asserted = sum(pairs[ASSERTED, read] for read in STATUSES)
    turned = asserted - pairs[ASSERTED, ASSERTED]
    cued = sum(sentence.cued for sentence in every)
    yield f"{len(every)} sentences, {cued} with a cue; {total} relations"
    yield f"status right: {right / max(total, 1):.3f}"
    yield f"asserted, read as something else: {turned / max(asserted, 1):.3f} ({turned} of {asserted})"
    for status in STATUSES:
        labelled = sum(pairs[status, read] for read in STATUSES)
        read = sum(pairs[label, status] for label in STATUSES)
        yield f"  {status:<12} labelled {labelled:>5}, read {read:>5}, both {pairs[status, status]:>5}"
    for sentence in every:
        wrong = [one for one in sentence.relations if one.labelled != one.read]
        if wrong:
            yield f"{sentence.article}: {sentence.text}"
        for one in wrong:
            yield f"    {one.relation}: labelled {one.labelled}, read {one.read}"
