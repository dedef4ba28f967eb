"""What is so only once: a named body is founded on one day, and a post that one person holds has one holder at a time."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from jiceng.audit.counts import Article
from jiceng.audit.findings import Finding
from jiceng.audit.naming import make, place_of, said_words
from jiceng.audit.times import Time, compare, of_date, of_day
from jiceng.audit.words import words
from jiceng.knowledge.records import DateValue, Document, Fact

_FOUNDED = ("COMMAND", "ORG", "PARTY_ORG", "TEMP_BRANCH", "TEAM")


def foundings(articles: Iterable[Article]) -> Iterator[Finding]:
    """Named bodies of which two days of their founding are said."""
    table = words()
    told: dict[str, list[tuple[Article, Fact, Time]]] = defaultdict(list)
    for article in articles:
        for fact in article.said.facts:
            date, body = fact.object.value, fact.subject
            named = body.id is not None and body.id.startswith("name:")
            if fact.predicate != "ON_DATE" or not named or body.label not in _FOUNDED:
                continue
            time = of_date(date) if isinstance(date, DateValue) else None
            if time is not None and table.pattern("founding").search(fact.evidence[0].text):
                told[body.id or ""].append((article, fact, time))
    for group in told.values():
        for at, (article, fact, time) in enumerate(group):
            for other_article, other, other_time in group[at + 1 :]:
                if compare(time, other_time, article is other_article) not in ("earlier", "later"):
                    continue
                body = fact.subject
                why = f"{body.name} was founded on {time.words} and on {other_time.words}"
                says = [
                    said_words(article, time.words, body.name, None, time, fact.evidence[0]),
                    said_words(other_article, other_time.words, body.name, None, other_time, other.evidence[0]),
                ]
                place = place_of(article, article.said.division(body.id))
                confidence = min(fact.confidence, other.confidence)
                yield make("contradiction", "founding", body.label, body.name, place, why, says, confidence)


def posts(articles: Iterable[Article], documents: dict[str, Document]) -> Iterator[Finding]:
    """Posts that one person holds, and that two are said to hold: a change where the times differ."""
    table = words()
    held: dict[tuple[str, str], list[tuple[Article, Fact, Time | None]]] = defaultdict(list)
    for article in articles:
        document = documents.get(article.said.doc)
        published = of_day(document.published) if document is not None else None
        for fact in article.said.facts:
            post = fact.object
            if fact.predicate != "SERVES_AS" or fact.subject.label != "PERSON" or post.id is None:
                continue
            place = article.said.division(post.id)
            # A post that stands alone (区长) may be of any 区; 江东大区、江西大区的区长 are two.
            sole = post.name.endswith(table["sole"]) and post.name not in table["sole"]
            sole = sole and not any(word in post.name for word in table["shared"])
            if sole and place is not None and "某" not in fact.subject.name:
                time = of_date(fact.date) if fact.date is not None else None
                held[post.name, place].append((article, fact, time or published))
    for (name, place), group in held.items():
        seen: set[tuple[str, str]] = set()
        for at, (article, fact, time) in enumerate(group):
            for other_article, other, other_time in group[at + 1 :]:
                persons = (fact.subject.name, other.subject.name)
                if persons[0] in persons[1] or persons[1] in persons[0] or persons in seen:
                    continue
                if fact.evidence[0] == other.evidence[0]:
                    # 分别由甲、乙担任: one sentence shares posts out.
                    continue
                order = compare(time, other_time, article is other_article)
                if order == "unclear":
                    continue
                seen.add(persons)
                pair = [(article, fact, time), (other_article, other, other_time)]
                if order == "later":
                    pair.reverse()
                why = f"{pair[0][1].subject.name} and {pair[1][1].subject.name} are both said to be {name}"
                if order != "same":
                    why = f"{name} was {pair[0][1].subject.name}, later {pair[1][1].subject.name}"
                says = [
                    said_words(one, said.subject.name, name, place, moment, said.evidence[0])
                    for one, said, moment in pair
                ]
                kind = "contradiction" if order == "same" else "change"
                confidence = min(fact.confidence, other.confidence)
                yield make(kind, "post", "ROLE", name, place_of(article, place), why, says, confidence)  # type: ignore[arg-type]
