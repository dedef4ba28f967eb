"""What labellers changed of what they were given: labels that are on the server no more as they were sent.

Doccano says who made a label, not who changed or removed one; those who worked on its piece are taken for it.
"""

from collections.abc import Sequence

from jiceng.labelling.exchange.example import Fetched
from jiceng.labelling.exchange.labels import Labels, RelationKey
from jiceng.labelling.exchange.pieces import part_at


def corrected_at(started: Labels, now: Labels) -> list[int]:
    """Where labels were changed or removed, a place for each (code points of the article).

    A relation whose end got another type is not changed itself.
    """
    kept = {_extents(relation) for relation in now.relations}
    relations = [relation for relation in started.relations if _extents(relation) not in kept]
    return sorted([span[0] for span in started.spans - now.spans] + [relation[0][0] for relation in relations])


def _extents(relation: RelationKey) -> tuple[int, int, int, int, str]:
    head, tail, label = relation
    return *head[:2], *tail[:2], label


def corrections(example: Fetched, started: Labels | None, labeller: str, labellers: Sequence[str]) -> int:
    """How many labels of an article a labeller changed or removed; `labellers`: all who work in the project.

    Where several work on a piece, each of them is taken for its corrections.
    """
    if started is None or example.faults:
        return 0
    found = 0
    for at in corrected_at(started, example.labels):
        part = part_at(example, at)
        at_work = {name for name in labellers if name in part.confirmed or part.by.get(name)}
        found += labeller in at_work if at_work else list(labellers) == [labeller]
    return found
