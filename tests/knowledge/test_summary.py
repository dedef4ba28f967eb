from pipeline.corpus.article import Article
from pipeline.corpus.sources import Source
from pipeline.knowledge.export import document_lines
from pipeline.knowledge.records import dump
from pipeline.knowledge.summary import summarise
from pipeline.ontology import Ontology


def test_the_table_counts_by_type(gold: dict[str, Article], ontology: Ontology) -> None:
    article = gold["ningming"]
    lines = [dump(line) for line in document_lines(Source("n", article.text), article, "annotation", "annotation")]
    table = summarise(lines, ontology)
    assert table.startswith("1 articles")
    people = sum(span.label == "ROLE" for span in article.spans)
    assert any(line.startswith("ROLE") and line.split()[2] == str(people) for line in table.splitlines())
