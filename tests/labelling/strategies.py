"""Labelled articles of any text: spans that do not overlap, relations between any two of them."""

from itertools import pairwise

from hypothesis import strategies as st

from jiceng.corpus.article import Article
from jiceng.labelling.exchange.labels import Labels, RelationKey, SpanKey, with_labels
from jiceng.labelling.schema import LabellingProject, Types, relation_types, span_types
from jiceng.ontology import default_ontology
from tests.strategies import texts

ONTOLOGY = default_ontology()
# Doccano numbers the types of spans and of relations each from 1.
PROJECT = LabellingProject(
    7,
    "试标",
    "0123456789abcdef",
    Types(
        dict(enumerate(ONTOLOGY.entity_labels, start=1)), {type_.label: type_.text for type_ in span_types(ONTOLOGY)}
    ),
    Types(
        dict(enumerate(ONTOLOGY.relation_labels, start=1)),
        {type_.label: type_.text for type_ in relation_types(ONTOLOGY)},
    ),
)


@st.composite
def labels_on(draw: st.DrawFn, text: str) -> Labels:
    """Labels of a text."""
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), min_size=min(4, len(text)), max_size=16)))
    spans: list[SpanKey] = []
    for start, end in pairwise(cuts):
        if draw(st.integers(0, 3)):
            spans.append((start, end, draw(st.sampled_from(ONTOLOGY.entity_labels))))
    relations: set[RelationKey] = set()
    if len(spans) > 1:
        pairs = st.tuples(st.sampled_from(spans), st.sampled_from(spans), st.sampled_from(ONTOLOGY.relation_labels))
        relations = draw(st.sets(pairs.filter(lambda pair: pair[0] != pair[1]), max_size=6))
    return Labels(frozenset(spans), frozenset(relations))


@st.composite
def articles(draw: st.DrawFn) -> Article:
    """A labelled article."""
    text = draw(texts.filter(bool))
    return with_labels(Article("a", text), draw(labels_on(text)))


@st.composite
def histories(draw: st.DrawFn) -> tuple[str, Labels, Labels, Labels]:
    """A text with its labels as both sides had them, as they are here now, and as they are on the server now."""
    text = draw(texts.filter(lambda text: len(text) > 3))
    base = draw(labels_on(text))
    return text, base, draw(changed(text, base)), draw(changed(text, base))


@st.composite
def changed(draw: st.DrawFn, text: str, labels: Labels) -> Labels:
    """What somebody made of labels: some spans removed with their relations, some added where there was room."""
    kept = {span for span in sorted(labels.spans) if draw(st.integers(0, 3))}
    for span in sorted(draw(labels_on(text)).spans):
        if all(span[1] <= other[0] or other[1] <= span[0] for other in kept) and draw(st.booleans()):
            kept.add(span)
    relations = {r for r in sorted(labels.relations) if r[0] in kept and r[1] in kept and draw(st.integers(0, 3))}
    return Labels(frozenset(kept), frozenset(relations))
