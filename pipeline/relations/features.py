"""Features of a candidate pair: types, order, distance, lists, rivals, and the words that govern either end."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.relations.candidates import Pair
from pipeline.relations.structure import Structure
from pipeline.relations.verbs import Verb

# Labels that play like parts share features: what is said of a 突击队 at a 卡点 holds for an 巡逻队 at a 口岸 too.
_FAMILY = {
    "ORG": "body", "PARTY_ORG": "body", "COMMAND": "body", "TEMP_BRANCH": "body", "TEAM": "body",
    "GPE": "place", "LOC": "place", "FAC": "place", "CHECKPOINT": "place", "GRID": "place",
    "ROLE": "people", "PERSON": "people",
}  # fmt: skip
_CHARACTERS = (0, 1, 2, 4, 8, 16, 32, 64)


@dataclass(frozen=True)
class Rivals:
    """How many other candidates stand nearer, on the same side, for a relation that this pair may have too.

    `heads` for this tail, `tails` for this head; `head_lists`, `tail_lists` count each list of mentions once.
    """

    heads: int
    tails: int
    head_lists: int
    tail_lists: int


def rivals_of(structure: Structure, pairs: Sequence[Pair]) -> list[Rivals]:
    """The rivals of each of a sentence's candidate pairs."""
    by_tail: defaultdict[int, list[Pair]] = defaultdict(list)
    by_head: defaultdict[int, list[Pair]] = defaultdict(list)
    for pair in pairs:
        by_tail[pair.tail].append(pair)
        by_head[pair.head].append(pair)
    chain = structure.chain
    found = []
    for pair in pairs:

        def nearer(other: Pair, pair: Pair = pair) -> bool:
            return (
                (other.head < other.tail) == (pair.head < pair.tail)
                and abs(other.head - other.tail) < abs(pair.head - pair.tail)
                and not set(pair.labels).isdisjoint(other.labels)
            )

        heads = [other.head for other in by_tail[pair.tail] if nearer(other)]
        tails = [other.tail for other in by_head[pair.head] if nearer(other)]
        found.append(
            Rivals(
                len(heads),
                len(tails),
                len({chain[head][0] for head in heads} - {chain[pair.head][0]}),
                len({chain[tail][0] for tail in tails} - {chain[pair.tail][0]}),
            )
        )
    return found


def pair_features(structure: Structure, pair: Pair, rivals: Rivals) -> list[str]:
    """Feature strings of a pair: each alone, with the two types, and with the two families of types."""
    head, tail = pair.head, pair.tail
    first, second = min(head, tail), max(head, tail)
    order = ">" if head < tail else "<"
    labels = structure.labels
    general = [
        *_distances(structure, head, tail, first, second),
        *_surroundings(structure, head, tail, first, second),
        *_governors(structure, head, tail, first, second, rivals),
        *_lists(structure, head, tail, rivals),
        *_position(structure, head, "h"),
        *_position(structure, tail, "t"),
        f"sure={_sureness(structure, head)}{_sureness(structure, tail)}",
    ]
    types = f"{labels[head]}{order}{labels[tail]}"
    families = f"{_FAMILY.get(labels[head], labels[head])}{order}{_FAMILY.get(labels[tail], labels[tail])}"
    return [
        types,
        *general,
        *(f"{types}|{feature}" for feature in general),
        *(f"{families}/{feature}" for feature in general),
    ]


def _distances(structure: Structure, head: int, tail: int, first: int, second: int) -> list[str]:
    labels = structure.labels
    low, high = structure.places[first][1], structure.places[second][0]
    between = structure.text[low:high]
    marks = "".join(char for char in between if char in "，；：、。")
    clauses, strong = structure.clauses_between(low, high)
    gap = second - first - 1
    inside = labels[first + 1 : second]
    return [
        f"gap{min(gap, 6)}",
        f"near{_bucket(len(between), _CHARACTERS)}",
        f"clauses{min(clauses, 6)}",
        f"strong{min(strong, 3)}",
        f"list{min(marks.count('、'), 5)}",
        f"sameh{min(inside.count(labels[head]), 3)}",
        f"samet{min(inside.count(labels[tail]), 3)}",
        f"marks={marks[:6]}",
        f"types={'.'.join(inside)}" if gap <= 4 else "types=many",
    ]


def _surroundings(structure: Structure, head: int, tail: int, first: int, second: int) -> list[str]:
    text, labels, places = structure.text, structure.labels, structure.places
    low, high = places[first][1], places[second][0]
    between = text[low:high]
    inner = [word for at, word in structure.words if low <= at < high]
    before = [word for at, word in structure.words if at < places[first][0]][-3:]
    after = [word for at, word in structure.words if at >= places[second][1]][:2]
    features = [
        f"before={text[max(0, places[first][0] - 2) : places[first][0]]}",
        f"after={text[places[second][1] : places[second][1] + 2]}",
        f"left={labels[first - 1] if first else '^'}",
        f"right={labels[second + 1] if second + 1 < len(labels) else '$'}",
        f"headword={text[slice(*places[head])][-2:]}",
        f"tailword={text[slice(*places[tail])][-2:]}",
    ]
    if len(between) <= 5:
        features.append(f"between={between}")
    if inner:
        features += [f"verb<={inner[-1]}", f"verb>={inner[0]}"]
    features += [f"in={word}" for word in inner[:12]]
    return features + [f"pre={word}" for word in before] + [f"post={word}" for word in after]


def _governors(structure: Structure, head: int, tail: int, first: int, second: int, rivals: Rivals) -> list[str]:
    low, high = structure.places[first][1], structure.places[second][0]
    between = structure.verbs_between(low, high)
    of_tail, of_head = structure.governor(tail), structure.governor(head)
    after_head, after_tail = structure.follower(head), structure.follower(tail)
    inside = of_tail is not None and of_tail.start >= structure.places[head][1]
    clauses = min(structure.clauses_between(low, high)[0], 3)
    features = [
        f"gt={_classes(of_tail)}",
        f"gh={_classes(of_head)}",
        f"fh={_classes(after_head)}",
        f"ft={_classes(after_tail)}",
        f"gtw={of_tail.word if of_tail else '-'}",
        f"fhw={after_head.word if after_head else '-'}",
        f"gtin={inside}",
        f"gt|in={_classes(of_tail)}{inside}|{clauses}",
        f"fh|gt={_classes(after_head)}|{_classes(of_tail)}",
        f"rh|gt={min(rivals.head_lists, 3)}{_classes(of_tail)}",
        f"vseq={'/'.join(map(_classes, between))}" if len(between) <= 4 else "vseq=many",
    ]
    return features + [f"vc={name}" for verb in between for name in verb.classes]


def _lists(structure: Structure, head: int, tail: int, rivals: Rivals) -> list[str]:
    text, chain = structure.text, structure.chain
    joined = chain[head][0] == chain[tail][0]
    first, second = min(head, tail), max(head, tail)
    distance = 0 if joined else max(0, structure.left[chain[second][0]] - structure.right[chain[first][1]])
    list_start = structure.left[chain[tail][0]]
    return [
        f"chain={joined}",
        f"cdist{_bucket(distance, _CHARACTERS)}",
        f"preh={text[max(0, structure.left[head] - 1) : structure.left[head]]}",
        f"pret={text[max(0, list_start - 1) : list_start]}",
        f"rh{min(rivals.heads, 4)}",
        f"rt{min(rivals.tails, 4)}",
        f"rhc{min(rivals.head_lists, 4)}",
        f"rtc{min(rivals.tail_lists, 4)}",
        f"chn{min(chain[head][2], 2)}{min(chain[tail][2], 2)}",
    ]


def _position(structure: Structure, mention: int, end: str) -> list[str]:
    """How a mention stands in its clause: at its beginning, right beside another mention, behind which word."""
    labels, places, text = structure.labels, structure.places, structure.text
    low, high = structure.left[mention], structure.right[mention]
    behind = labels[mention + 1] if mention + 1 < len(labels) and places[mention + 1][0] == places[mention][1] else "-"
    before = labels[mention - 1] if mention and places[mention - 1][1] == low else "-"
    opens = low == 0 or text[low - 1] in "，；：。！？ "
    governor = structure.governor(mention)
    distance = low - governor.end if governor else 99
    return [
        f"{end}next={behind}",
        f"{end}prev={before}",
        f"{end}opens={opens}{behind}",
        f"{end}gov={_classes(governor)}{_bucket(distance, (0, 2, 6, 20))}",
        f"{end}after={text[high : high + 1]}",
        f"{end}two={text[max(0, low - 2) : low]}",
        f"{end}first={mention == 0}",
    ]


def _sureness(structure: Structure, mention: int) -> int:
    return _bucket(structure.sentence.spans[mention].confidence, (0.5, 0.65, 0.8, 0.95, 0.9999))


def _classes(verb: Verb | None) -> str:
    return "+".join(verb.classes) if verb else "-"


def _bucket(value: float, edges: Sequence[float]) -> int:
    return sum(value > edge for edge in edges)
