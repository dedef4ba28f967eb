from pathlib import Path

import pytest
from spacy.language import Language

from jiceng.corpus.sources import read_sources
from jiceng.errors import InputError
from jiceng.labelling.exchange.predictions import read_predictions
from jiceng.reading.extract import article_of, extract
from jiceng.writing.order import export_order

TEXT = "tests/data/annotations/articles/ningming.txt"


@pytest.fixture(scope="module")
def export(small_pipeline: Language, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("export") / "k.jsonl"
    lines = export_order(extract(small_pipeline, read_sources([TEXT]), "test"))  # type: ignore[arg-type]
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def test_an_export_reads_as_what_the_model_said(export: Path, small_pipeline: Language) -> None:
    said = article_of(small_pipeline(Path(TEXT).read_text(encoding="utf-8")), "ningming")
    (article,) = read_predictions(export, [TEXT]).values()
    assert article.text == said.text
    assert article.span_keys() == said.span_keys() and article.relation_keys() == said.relation_keys()
    assert [s.confidence for s in article.spans] == pytest.approx([s.confidence for s in said.spans], abs=1e-4)
    assert min(span.confidence for span in article.spans) < 0.6


def test_a_text_that_changed_or_is_missing_is_named(export: Path, tmp_path: Path) -> None:
    changed = tmp_path / "ningming.txt"
    changed.write_text("宁明县", encoding="utf-8")
    with pytest.raises(InputError, match="was made of another text of ningming"):
        read_predictions(export, [str(changed)])
    with pytest.raises(InputError, match="says nothing of ruili"):
        read_predictions(export, ["tests/data/annotations/articles/ruili.txt"])


def test_a_line_that_is_no_export_is_named(tmp_path: Path) -> None:
    path = tmp_path / "k.jsonl"
    path.write_text('{"type": "mention", "doc": "x"}\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"k\.jsonl:1: is not a line of an export"):
        read_predictions(path, [])
