"""Every name of a feature of a pair has its line in docs/features.md."""

import re

from jiceng.corpus.article import Article
from jiceng.ontology import Ontology
from jiceng.relations.candidates import by_sentence, pairs_of
from jiceng.relations.features import pair_features, rivals_of
from jiceng.relations.structure import Structure
from jiceng.relations.verbs import load_verbs
from jiceng.text.normalize import normalize
from tests.conftest import ROOT


def test_every_name_is_explained(gold: dict[str, Article], ontology: Ontology) -> None:
    page = (ROOT / "docs" / "features.md").read_text(encoding="utf-8").split("\n## ")[1]
    explained = {
        name
        for line in page.splitlines()
        if line.startswith("| `")
        for name in re.findall("`([^`]+)`", line.split(" | ")[0])
    }
    explained = {name.replace("\\|", "|") for name in explained}
    verbs, used = load_verbs(), set()
    for article in gold.values():
        for sentence in by_sentence(normalize(article.text), article.spans):
            pairs = list(pairs_of(sentence, ontology, 15))
            structure = Structure(sentence, verbs)
            for pair, rivals in zip(pairs, rivals_of(structure, pairs), strict=True):
                for feature in pair_features(structure, pair, rivals).general:
                    name = re.match(r"[a-z|]+(?:[<>](?==))?", feature)
                    assert name is not None
                    used.add(name[0])
    assert used - explained == set()
    assert explained - used == set(), "the legend explains names that no feature has"
