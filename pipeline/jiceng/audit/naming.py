"""How findings name what statements say."""

from collections.abc import Sequence

from jiceng.audit.counts import Article, Count
from jiceng.audit.findings import Finding, Kind, Rule, Said
from jiceng.audit.times import Time
from jiceng.knowledge.records import Evidence, Participant, QuantityValue


def said_count(article: Article, count: Count) -> Said:
    """A count as one of the statements of a finding."""
    return Said(
        words=count.quantity.text,
        value=count.value,
        name=count.name,
        place=place_name(article, count.place),
        time=time_words(count.time) or time_words(count.published),
        evidence=count.sentence.evidence,
    )


def said_words(
    article: Article,
    words: str,
    name: str,
    place: str | None,
    time: Time | None,
    evidence: Evidence,
    value: QuantityValue | None = None,
) -> Said:
    """What is not a count as one of the statements of a finding."""
    return Said(
        words=words, value=value, name=name, place=place_name(article, place), time=time_words(time), evidence=evidence
    )


def place_name(article: Article, place: str | None) -> str | None:
    """The name of a place."""
    line = article.said.entities.get(place or "")
    return line.name if line is not None else None


def time_words(time: Time | None) -> str | None:
    """A time as it is shown."""
    return time.words if time is not None else None


def finding(
    kind: Kind,
    rule: Rule,
    count: Count,
    article: Article,
    why: str,
    says: Sequence[Said],
    confidence: float,
    direction: str | None = None,
) -> Finding:
    """A finding about what a count is of."""
    return make(
        kind,
        rule,
        count.fact.subject.label,
        count.name,
        place_of(article, count.place),
        why,
        says,
        confidence,
        direction,
    )


def make(
    kind: Kind,
    rule: Rule,
    label: str,
    name: str,
    place: Participant | None,
    why: str,
    says: Sequence[Said],
    confidence: float,
    direction: str | None = None,
) -> Finding:
    """A finding."""
    fields = {
        "type": "finding",
        "kind": kind,
        "rule": rule,
        "label": label,
        "name": name,
        "place": place,
        "direction": direction,
        "why": why,
        "confidence": confidence,
        "says": list(says),
    }
    return Finding.model_validate(fields)


def place_of(article: Article, place: str | None) -> Participant | None:
    """A place as a participant."""
    return article.said.participant(place) if place is not None and place in article.said.entities else None
