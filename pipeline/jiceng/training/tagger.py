"""Trains a tagger of either kind on prepared articles."""

from collections.abc import Callable, Sequence

from jiceng.encoder.weights import EncoderWeights
from jiceng.ner.inputs.lexicon import Lexicon
from jiceng.ner.inputs.prepared import PreparedArticle
from jiceng.ner.inputs.vectors import Vectors
from jiceng.ner.models.plain_crf import train_plain_crf
from jiceng.ner.tagger import Tagger, TaggerSettings, lexicon_for
from jiceng.ontology import Ontology
from jiceng.training.hybrid import train_hybrid


def tags_of(ontology: Ontology) -> list[str]:
    """The BIOES tags of an ontology's entities."""
    return ["O", *(f"{kind}-{label}" for label in ontology.entity_labels for kind in "BIES")]


def train_tagger(
    articles: Sequence[PreparedArticle],
    settings: TaggerSettings,
    ontology: Ontology,
    lexicon: Lexicon,
    vectors: Vectors | None,
    weights: EncoderWeights | None,
    seed: int,
    watch: Callable[[float], None] | None = None,
) -> Tagger:
    """Train on articles that were prepared with the same lexicon, segmenter and weights of an encoder.

    Same data and seed, same tagger.
    """
    seen = lexicon_for(settings, lexicon)
    if settings.kind == "crf":
        return Tagger(settings, seen, train_plain_crf(articles, settings.crf))
    assert vectors is not None, "the hybrid needs vectors"
    seeds = [seed * 100 + member for member in range(settings.members)]
    model = train_hybrid(
        articles,
        tags_of(ontology),
        settings.network,
        vectors,
        seeds,
        settings.least,
        watch,
    )
    return Tagger(settings, seen, model, weights=weights)
