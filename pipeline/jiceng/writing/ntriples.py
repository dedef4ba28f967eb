"""Entities and facts as N-Triples, in a namespace of our own.

Every fact is a node with predicate, subject, object, counts, place, date and confidence, and a status where it is not
asserted. Where a property of Wikidata means exactly what an asserted fact says, the fact is also one plain triple of that
property:

P1114 quantity                 HAS_COUNT of a kind of thing, exact, of a unit that counts single things
P361 part of, P276 location    PART_OF, LOCATED_IN
P39 position held, P463 member of    SERVES_AS and MEMBER_OF of a PERSON
P585 point in time             ON_DATE of a day or time whose year is known
P131 located in the administrative territorial entity    the anchoring place of a GPE
"""

import json
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from jiceng.errors import InputError
from jiceng.values.quantities.grammar import counts_things

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

Row = dict[str, Any]
JICENG = "urn:jiceng:"
WIKIDATA = "http://www.wikidata.org/prop/direct/"
_DAY = re.compile(r"\d{4}-\d\d-\d\d(T.*)?")


def ntriples(lines: Iterable[str]) -> Iterator[str]:
    """The triples of an export's entity and fact lines, those of one line together and in order.

    Raises:
        InputError: rdflib is not installed.
    """
    try:
        from rdflib import Graph
    except ImportError as error:
        raise InputError("--format ntriples", "needs rdflib: pip install jiceng[rdf]") from error
    for line in lines:
        row = json.loads(line)
        if row["type"] not in ("entity", "fact"):
            continue
        graph = Graph()
        if row["type"] == "entity":
            _entity(row, graph)
        else:
            _fact(row, graph)
        yield from sorted(filter(None, graph.serialize(format="nt").split("\n")))


def _entity(row: Row, graph: "Graph") -> None:
    from rdflib import RDF, RDFS, Literal

    node = _iri(row["id"])
    graph.add((node, RDF.type, _term(row["label"])))
    graph.add((node, RDFS.label, Literal(row["name"], lang="zh-Hans")))
    for alias in row["aliases"]:
        graph.add((node, _term("alias"), Literal(alias, lang="zh-Hans")))
    for name in ("mentions", "doc_count"):
        graph.add((node, _term(name), Literal(row[name])))
    if row["code"]:
        graph.add((node, _term("code"), Literal(row["code"]["value"])))
        for former in row["code"]["former"]:
            graph.add((node, _term("formerCode"), Literal(former)))
    if row["place"]:
        graph.add((node, _term("place"), _iri(row["place"])))
        if row["label"] == "GPE":
            graph.add((node, _wikidata("P131"), _iri(row["place"])))


def _fact(row: Row, graph: "Graph") -> None:
    from rdflib import RDF, Literal

    node = _iri(row["id"])
    graph.add((node, RDF.type, _term("Fact")))
    graph.add((node, _term("predicate"), _term(row["predicate"])))
    graph.add((node, _term("confidence"), Literal(row["confidence"])))
    graph.add((node, _term("support"), Literal(row["support"])))
    if "status" in row:
        graph.add((node, _term("status"), Literal(row["status"])))
    for end in ("subject", "object", "place"):
        part = row[end]
        if part is None:
            continue
        if part["id"] is not None:
            graph.add((node, _term(end), _iri(part["id"])))
        else:
            graph.add((node, _term("objectText"), Literal(part["name"])))
            if part.get("value"):
                _value(node, _term(end), part["value"], graph)
        for number, count in enumerate(part["counts"], start=1):
            _value(node, _term(f"{end}Count"), count, graph, f"{row['id']}/{end}/{number}")
    if row["date"]:
        graph.add((node, _term("date"), Literal(row["date"]["timex"])))
        if row["date"].get("mod"):
            graph.add((node, _term("dateMod"), Literal(row["date"]["mod"])))
    for item in row["evidence"]:
        graph.add((node, _term("evidence"), Literal(item["text"])))
        graph.add((node, _term("document"), Literal(item["doc"])))
    # A property has no room to say that something is planned or denied.
    plain = None if row.get("status", "asserted") != "asserted" else _plain(row)
    if plain is not None:
        graph.add((_iri(row["subject"]["id"]), *plain))


def _value(node: "Node", term: "Node", value: Row, graph: "Graph", name: str = "") -> None:
    """A quantity or date as a node of its own, which hangs at the fact by `term`."""
    from rdflib import Literal, URIRef

    own = _iri(name) if name else URIRef(f"{node}/object")
    graph.add((node, term, own))
    for field, part in value.items():
        if part is not None:
            graph.add((own, _term(field), Literal(part)))


def _plain(row: Row) -> "tuple[Node, Node] | None":
    """The property of Wikidata and its object, where the fact means exactly that."""
    from rdflib import XSD, Literal

    predicate, subject, obj = row["predicate"], row["subject"], row["object"]
    value = obj.get("value") or {}
    # 2 per 卡点 is no number of them all, and 3000 of quilts and coats together no number of quilts.
    total = not any(value.get(field) for field in ("per", "mean", "shared"))
    exactly = total and value.get("bound") == "exact" and counts_things(value["unit"] or "")
    # What is counted of a named thing (186户 of 金盾小区) are not instances of it.
    if predicate == "HAS_COUNT" and exactly and subject["id"].startswith("kind:"):
        return _wikidata("P1114"), Literal(value["amount"])
    exact_day = not value.get("mod")
    if (
        predicate == "ON_DATE"
        and exact_day
        and value.get("kind") in ("date", "time")
        and _DAY.fullmatch(value["timex"])
    ):
        return _wikidata("P585"), Literal(value["timex"][:10], datatype=XSD.date)
    exact = {"PART_OF": "P361", "LOCATED_IN": "P276"}
    if subject["label"] == "PERSON":
        exact |= {"SERVES_AS": "P39", "MEMBER_OF": "P463"}
    if predicate in exact:
        return _wikidata(exact[predicate]), _iri(obj["id"])
    return None


def _iri(name: str) -> "Node":
    from rdflib import URIRef

    return URIRef(JICENG + quote(name, safe=":/"))


def _term(name: str) -> "Node":
    from rdflib import URIRef

    return URIRef(f"{JICENG}term:{name}")


def _wikidata(name: str) -> "Node":
    from rdflib import URIRef

    return URIRef(WIKIDATA + name)
