"""Features of a candidate pair: types, order, distance, lists, rivals, and the words that govern either end."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from jiceng.ontology import kind_of
from jiceng.relations.candidates import Pair
from jiceng.relations.structure import Structure
from jiceng.relations.verbs import Verb

_CHARACTERS = (0, 1, 2, 4, 8, 16, 32, 64)


def _steps(name: str, most: int) -> tuple[str, ...]:
    """A feature's names for 0 to `most`. Made once: a string that is looked up again has its hash already."""
    return tuple(f"{name}{i}" for i in range(most + 1))


_GAP, _NEAR, _CLAUSES, _STRONG = (
    _steps("gap", 6),
    _steps("near", len(_CHARACTERS)),
    _steps("clauses", 6),
    _steps("strong", 3),
)
_LIST, _SAME_HEAD, _SAME_TAIL = _steps("list", 5), _steps("sameh", 3), _steps("samet", 3)
_CHAIN_DISTANCE, _HEADS, _TAILS = _steps("cdist", len(_CHARACTERS)), _steps("rh", 4), _steps("rt", 4)
_HEAD_LISTS, _TAIL_LISTS = _steps("rhc", 4), _steps("rtc", 4)


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
    bit = {label: 1 << i for i, label in enumerate(sorted({label for pair in pairs for label in pair.labels}))}
    masks = [sum(bit[label] for label in pair.labels) for pair in pairs]
    # Of each end the other ends of its pairs, those before it and those behind it apart, with what may join them.
    heads_of: defaultdict[tuple[int, bool], list[tuple[int, int]]] = defaultdict(list)
    tails_of: defaultdict[tuple[int, bool], list[tuple[int, int]]] = defaultdict(list)
    for pair, mask in zip(pairs, masks, strict=True):
        forwards = pair.head < pair.tail
        heads_of[pair.tail, forwards].append((pair.head, mask))
        tails_of[pair.head, forwards].append((pair.tail, mask))
    chain = structure.chain
    found = []
    for (head, tail), own in zip(((pair.head, pair.tail) for pair in pairs), masks, strict=True):
        forwards, distance = head < tail, abs(head - tail)
        heads = [at for at, mask in heads_of[tail, forwards] if mask & own and abs(at - tail) < distance]
        tails = [at for at, mask in tails_of[head, forwards] if mask & own and abs(at - head) < distance]
        found.append(
            Rivals(
                len(heads),
                len(tails),
                len({chain[at][0] for at in heads} - {chain[head][0]}),
                len({chain[at][0] for at in tails} - {chain[tail][0]}),
            )
        )
    return found


@dataclass(frozen=True)
class PairFeatures:
    """Features of a pair: each of `general` counts alone, with the two types, and with the two families of types."""

    types: str
    families: str
    general: list[str]


def pair_features(structure: Structure, pair: Pair, rivals: Rivals) -> PairFeatures:
    """The features of a candidate pair of a sentence."""
    head, tail = pair.head, pair.tail
    first, second = min(head, tail), max(head, tail)
    order = ">" if head < tail else "<"
    labels = structure.labels
    remembered = structure.remembered
    general = [
        *_distances(structure, head, tail, first, second),
        *remembered(first, "first", _before),
        *remembered(second, "second", _behind),
        *remembered(head, "head", _of_head),
        *remembered(tail, "tail", _of_tail),
        *_between(structure, first, second),
        *_governors(structure, head, tail, first, second, rivals),
        *_lists(structure, head, tail, rivals),
        f"sure={structure.sureness[head]}{structure.sureness[tail]}",
    ]
    types = f"{labels[head]}{order}{labels[tail]}"
    # Types that play like parts share features: what is said of a 突击队 at a 卡点 holds for an 巡逻队 at a 口岸 too.
    families = f"{kind_of(labels[head])}{order}{kind_of(labels[tail])}"
    return PairFeatures(types, families, general)


def _distances(structure: Structure, head: int, tail: int, first: int, second: int) -> list[str]:
    labels = structure.labels
    low, high = structure.places[first][1], structure.places[second][0]
    marks = structure.marks_between(low, high)
    clauses, strong = structure.clauses_between(low, high)
    gap = second - first - 1
    inside = labels[first + 1 : second]
    return [
        _GAP[min(gap, 6)],
        _NEAR[bisect_left(_CHARACTERS, high - low)],
        _CLAUSES[min(clauses, 6)],
        _STRONG[min(strong, 3)],
        _LIST[min(marks.count("、"), 5)],
        _SAME_HEAD[min(inside.count(labels[head]), 3)],
        _SAME_TAIL[min(inside.count(labels[tail]), 3)],
        f"marks={marks[:6]}",
        f"types={'.'.join(inside)}" if gap <= 4 else "types=many",
    ]


def _before(structure: Structure, mention: int) -> list[str]:
    """What stands before the first of the two."""
    at = structure.places[mention][0]
    return [
        f"before={structure.text[max(0, at - 2) : at]}",
        f"left={structure.labels[mention - 1] if mention else '^'}",
        *(f"pre={word}" for _, word in structure.words_between(0, at)[-3:]),
    ]


def _behind(structure: Structure, mention: int) -> list[str]:
    """What stands behind the second of the two."""
    at = structure.places[mention][1]
    return [
        f"after={structure.text[at : at + 2]}",
        f"right={structure.labels[mention + 1] if mention + 1 < len(structure.labels) else '$'}",
        *(f"post={word}" for _, word in structure.words_between(at, len(structure.text))[:2]),
    ]


def _of_head(structure: Structure, mention: int) -> list[str]:
    low = structure.left[mention]
    governor, follower = structure.governor(mention), structure.follower(mention)
    return [
        f"headword={structure.text[slice(*structure.places[mention])][-2:]}",
        f"gh={_classes(governor)}",
        f"fh={_classes(follower)}",
        f"fhw={follower.word if follower else '-'}",
        f"preh={structure.text[max(0, low - 1) : low]}",
        *_position(structure, mention, "h"),
    ]


def _of_tail(structure: Structure, mention: int) -> list[str]:
    list_start = structure.left[structure.chain[mention][0]]
    governor, follower = structure.governor(mention), structure.follower(mention)
    return [
        f"tailword={structure.text[slice(*structure.places[mention])][-2:]}",
        f"gt={_classes(governor)}",
        f"ft={_classes(follower)}",
        f"gtw={governor.word if governor else '-'}",
        f"pret={structure.text[max(0, list_start - 1) : list_start]}",
        *_position(structure, mention, "t"),
    ]


def _between(structure: Structure, first: int, second: int) -> list[str]:
    low, high = structure.places[first][1], structure.places[second][0]
    features = [f"between={structure.text[low:high]}"] if high - low <= 5 else []
    inner = structure.words_between(low, high)
    if inner:
        features += [f"verb<={inner[-1][1]}", f"verb>={inner[0][1]}"]
    features += structure.inner_words(low, high, 12)
    verbs = structure.verbs_between(low, high)
    features.append(f"vseq={'/'.join(map(_classes, verbs))}" if len(verbs) <= 4 else "vseq=many")
    return features + [name for verb in verbs for name in verb.class_features]


def _governors(structure: Structure, head: int, tail: int, first: int, second: int, rivals: Rivals) -> list[str]:
    of_tail, after_head = structure.governor(tail), structure.follower(head)
    inside = of_tail is not None and of_tail.start >= structure.places[head][1]
    clauses = min(structure.clauses_between(structure.places[first][1], structure.places[second][0])[0], 3)
    governing = _classes(of_tail)
    return [
        f"gtin={inside}",
        f"gt|in={governing}{inside}|{clauses}",
        f"fh|gt={_classes(after_head)}|{governing}",
        f"rh|gt={min(rivals.head_lists, 3)}{governing}",
    ]


def _lists(structure: Structure, head: int, tail: int, rivals: Rivals) -> list[str]:
    chain = structure.chain
    joined = chain[head][0] == chain[tail][0]
    first, second = min(head, tail), max(head, tail)
    distance = 0 if joined else max(0, structure.left[chain[second][0]] - structure.right[chain[first][1]])
    return [
        f"chain={joined}",
        _CHAIN_DISTANCE[bisect_left(_CHARACTERS, distance)],
        _HEADS[min(rivals.heads, 4)],
        _TAILS[min(rivals.tails, 4)],
        _HEAD_LISTS[min(rivals.head_lists, 4)],
        _TAIL_LISTS[min(rivals.tail_lists, 4)],
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
        f"{end}gov={_classes(governor)}{bisect_left((0, 2, 6, 20), distance)}",
        f"{end}after={text[high : high + 1]}",
        f"{end}two={text[max(0, low - 2) : low]}",
        f"{end}first={mention == 0}",
    ]


def _classes(verb: Verb | None) -> str:
    return verb.joined if verb else "-"
