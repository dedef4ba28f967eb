from jiceng.corpus.article import Article
from jiceng.knowledge.article import annotated
from jiceng.ontology import Ontology
from jiceng.writing.order import export_order
from jiceng.writing.summary import summarise


def test_the_table_counts_by_type(gold: dict[str, Article], ontology: Ontology) -> None:
    article = gold["ningming"]
    lines = list(export_order(annotated([article])))
    table = summarise(lines, ontology)
    facts = sum('"type":"fact"' in line for line in lines)
    assert table.startswith("1 articles, ") and table.splitlines()[0].endswith(f" entities, {facts} facts")
    people = sum(span.label == "ROLE" for span in article.spans)
    assert any(line.startswith("ROLE") and line.split()[2] == str(people) for line in table.splitlines())
