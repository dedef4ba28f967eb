"""The page of the supplement: what is not asserted is counted, and every pair of readings has its agreement."""

import re
from pathlib import Path

import pytest

from jiceng.corpus.folder import Corpus, read_annotations
from jiceng.evaluation.pages.supplement import supplement_tables
from jiceng.ontology import Ontology

PLANNED = (
    "⟦1:GPE|平远县⟧计划在⟦2:LOC|石正河⟧边设立⟦3:QUANTITY|3处⟧⟦4:FAC|观测点⟧。\n"
    "=> 1 ESTABLISHES 4 planned\n=> 4 HAS_COUNT 3 planned\n\n"
    "⟦5:GPE|平远县⟧没有成立⟦6:COMMAND|指挥部⟧。\n=> 5 ESTABLISHES 6 negated\n"
)
CURVE = {"data": "", "points": []}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "plan.tsv").write_text(
        "province\tplace\tfield\ttheme\tlevel\tregister\tscript\tpunctuation\tlayout\tlength\tsyntax\n",
        encoding="utf-8",
    )
    for name in ("first", "second", "first-2", "second-2"):
        text = PLANNED.replace("⟦6:COMMAND|指挥部⟧", "指挥部").replace("=> 5 ESTABLISHES 6 negated\n", "")
        path = tmp_path / "passes" / name / "x1.inline.txt"
        path.parent.mkdir(parents=True)
        path.write_text(text if name == "second-2" else PLANNED, encoding="utf-8")
    return tmp_path


def test_relations_that_are_not_asserted_are_counted(folder: Path, ontology: Ontology) -> None:
    articles = tuple(read_annotations(folder / "passes" / "first" / "x1.inline.txt"))
    page = supplement_tables(Corpus(articles, articles), folder, folder / "passes", CURVE, ontology)
    assert "Relations that their sentences do not assert: 2 planned, 1 negated." in page


def test_each_pair_of_readings_has_its_agreement(folder: Path, ontology: Ontology) -> None:
    articles = tuple(read_annotations(folder / "passes" / "first" / "x1.inline.txt"))
    page = supplement_tables(Corpus(articles, articles), folder, folder / "passes", CURVE, ontology)
    found = re.findall(r"entities (\S+), relations (\S+) exact \(`jiceng agree \S+/(\S+) \S+/(\S+)`\)", page)
    assert found == [("1.000", "1.000", "first", "second"), ("0.909", "0.800", "first-2", "second-2")]
