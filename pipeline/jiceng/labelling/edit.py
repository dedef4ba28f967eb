"""One article's labels changed by hand in inline markup, and back into its file with everything else as it was."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from jiceng.corpus.article import Article, Relation
from jiceng.corpus.checks import check_article
from jiceng.corpus.folder import read_annotations
from jiceng.corpus.markup import read_inline
from jiceng.errors import InputError
from jiceng.labelling.exchange.labels import RelationKey, labels_of, with_labels
from jiceng.ontology import Ontology


def find_article(name: str, annotations: Path) -> Path:
    """The file of an article: `name` itself if it is one, else NAME.json in gold or supplement.

    Raises:
        InputError: there is none.
    """
    places = [Path(name), *(annotations / folder / f"{name}.json" for folder in ("gold", "supplement"))]
    for path in places:
        if path.is_file():
            return path
    raise InputError(name, f"is no article; {' and '.join(map(str, places[1:]))} do not exist")


def read_one(path: Path) -> Article:
    """The one article of a `.json` file.

    Raises:
        InputError: the file is of another form, or cannot be read.
    """
    if path.suffix != ".json":
        raise InputError(str(path), "is not a .json file of one article; jiceng convert makes one")
    (article,) = read_annotations(path)
    return article


def edited(article: Article, markup: str, where: str, ontology: Ontology) -> Article:
    """The article with the labels of the markup; what did not change keeps its number and its place.

    Raises:
        InputError: the markup cannot be read, its text is another, or a label is not legal; all faults are named.
    """
    new = read_inline(markup, article.id, where)
    if new.text != article.text:
        at = next((i for i, (a, b) in enumerate(zip(article.text, new.text, strict=False)) if a != b), None)
        at = min(len(article.text), len(new.text)) if at is None else at
        line = article.text.count("\n", 0, at) + 1
        near = article.text[max(0, at - 8) : at + 8]
        raise InputError(
            where, f"its text was changed in line {line} of the article, near {near!r}; only labels may be"
        )
    faults = list(check_article(new, ontology))
    if faults:
        raise InputError(where, "\n  ".join([f"{len(faults)} faults", *map(str, faults)]))
    merged = with_labels(article, labels_of(new))
    status = {key: relation.status for key, relation in _by_key(new)}
    relations = tuple(replace(relation, status=status[key]) for key, relation in _by_key(merged))
    return replace(merged, relations=relations)


def _by_key(article: Article) -> Iterator[tuple[RelationKey, Relation]]:
    at = {span.id: (span.start, span.end, span.label) for span in article.spans}
    for relation in article.relations:
        yield (at[relation.head], at[relation.tail], relation.label), relation
