"""A pipeline from parts: a `ner` that `spacy train` wrote, and the relations of a pipeline that `jiceng train` wrote."""

from dataclasses import replace
from pathlib import Path

import spacy
from spacy.language import Language

from jiceng import __version__
from jiceng.corpus.article import Article
from jiceng.ner.spacy_ner import EncoderSpanTagger, encoder_tagger
from jiceng.relations.component import RelationExtractor
from jiceng.text.normalize import normalize
from jiceng.training.spacy_corpus import Manifest
from jiceng.training.trainer import fit_tagger_calibration


def assemble_pipeline(ner: Path, relations: Path, manifest: Manifest, held_out: Article) -> Language:
    """A pipeline for `jiceng extract`; confidences are calibrated on the article that the `ner` did not train on.

    Raises:
        InputError: a part is missing or damaged.
    """
    tagger = encoder_tagger(ner)
    reading = tagger.likely(tagger.prepare(normalize(held_out.text)))
    tagger = replace(tagger, calibration=fit_tagger_calibration([held_out], {held_out.id: reading}))
    nlp = spacy.blank(
        "zh", config={"nlp": {"tokenizer": {"@tokenizers": "spacy.zh.ChineseTokenizer", "segmenter": "char"}}}
    )
    component = nlp.add_pipe("jiceng_encoder_ner", name="jiceng_ner")
    extractor = nlp.add_pipe("jiceng_relations")
    assert isinstance(component, EncoderSpanTagger) and isinstance(extractor, RelationExtractor)
    component.tagger = tagger
    extractor.from_disk(relations / "jiceng_relations")
    nlp.meta["name"], nlp.meta["version"] = "jiceng_trf", __version__
    nlp.meta["description"] = "Entities by a transformer, and relations, of Chinese reporting on grass-roots governance"
    nlp.meta["license"] = "MIT"
    nlp.meta["jiceng"] = {"data": manifest.data, "held_out": manifest.held_out, "trained_on": manifest.trained_on}
    return nlp
