"""spaCy's `ner` with what the hybrid has besides: word boundaries as tags of characters, and our character vectors."""

from collections.abc import Sequence
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from jiceng.ner.inputs.segmenter import segment
from jiceng.ner.inputs.vectors import Vectors

WORD_TAGS = "jiceng_word_tags"

# spaCy's default `ner` (HashEmbedCNN, width 96, depth 4), with the tag beside norm, affixes and shape, and static vectors.
NER_WITH_VECTORS: dict[str, Any] = {
    "model": {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": "ner",
        "extra_state_tokens": False,
        "hidden_width": 64,
        "maxout_pieces": 2,
        "use_upper": True,
        "tok2vec": {
            "@architectures": "spacy.Tok2Vec.v2",
            "embed": {
                "@architectures": "spacy.MultiHashEmbed.v2",
                "width": 96,
                "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE", "TAG"],
                "rows": [2000, 1000, 1000, 1000, 50],
                "include_static_vectors": True,
            },
            "encode": {
                "@architectures": "spacy.MaxoutWindowEncoder.v2",
                "width": 96,
                "depth": 4,
                "window_size": 1,
                "maxout_pieces": 3,
            },
        },
    }
}


@Language.component(WORD_TAGS)
def word_tags(doc: Doc) -> Doc:
    """Tag the characters of a document (a token a character) with their place in jieba's words: B, I, E or S."""
    tags = [tag for word in segment(doc.text) for tag in _tags(len(word))]
    for token in doc:
        token.tag_ = tags[token.idx]
    return doc


def _tags(length: int) -> Sequence[str]:
    return "S" if length == 1 else "B" + "I" * (length - 2) + "E"


def give_vectors(nlp: Language, vectors: Vectors) -> None:
    """Make the character vectors those of a pipeline's vocabulary; digits have that of 0, as in the hybrid."""
    for char, row in vectors.chars.items():
        if len(char) == 1:
            for own in "0123456789" if char == "0" else char:
                nlp.vocab.set_vector(own, vectors.char_rows[row])
