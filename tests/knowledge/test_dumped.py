from jiceng.corpus.article import Article
from jiceng.knowledge.article import annotated
from jiceng.knowledge.dumped import dumped
from jiceng.knowledge.records import dump


def test_records_come_back_as_they_were(gold: dict[str, Article]) -> None:
    for article in annotated(gold.values()):
        written = dumped(article)
        again = written.knowledge(article.source)
        assert again == article and dumped(again) == written
        assert written.lines.split("\n") == [*map(dump, article.lines)]


def test_dates_without_a_year_are_counted(gold: dict[str, Article]) -> None:
    (without,) = annotated([gold["ruili"]])
    (known,) = annotated([gold["ruili"]], {"ruili": {"published": "2021-09-01"}})
    assert dumped(without).yearless > dumped(known).yearless == 0
