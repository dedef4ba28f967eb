"""Features of a candidate pair: types, order, distance, what lies between and around, and rivals for either end."""

from pipeline.ner.segmenter import segment
from pipeline.relations.candidates import Pair, SentenceSpans

_CLAUSE = "，；：、（）“”—"


class SentenceView:
    """What the features of all pairs of one sentence share, computed once: its words and its clauses."""

    def __init__(self, sentence: SentenceSpans) -> None:
        self.sentence = sentence
        covered = [False] * len(sentence.text)
        for low, high in sentence.places:
            covered[low:high] = [True] * (high - low)
        self.words: list[tuple[int, str]] = []
        position = 0
        for word in segment(sentence.text):
            if not covered[position] and word.strip() and word[0] not in _CLAUSE:
                self.words.append((position, word))
            position += len(word)
        self.labels = [span.label for span in sentence.spans]


def pair_features(view: SentenceView, pair: Pair) -> list[str]:
    """Feature strings of a pair; those that depend on the types are conjoined with them."""
    sentence = view.sentence
    head, tail = pair.head, pair.tail
    first, second = min(head, tail), max(head, tail)
    order = ">" if head < tail else "<"
    head_label, tail_label = view.labels[head], view.labels[tail]
    (_, low), (high, _) = sentence.places[first], sentence.places[second]
    text = sentence.text
    between = text[low:high]
    gap = second - first - 1
    types = f"{head_label}{order}{tail_label}"
    marks = "".join(char for char in between if char in "，；：、。")
    inner = [word for at, word in view.words if low <= at < high]
    before = [word for at, word in view.words if at < sentence.places[first][0]][-3:]
    after = [word for at, word in view.words if at >= sentence.places[second][1]][:2]
    near = _bucket(len(between), (0, 1, 2, 4, 8, 16, 32, 64))
    same_head = sum(1 for i in range(first + 1, second) if view.labels[i] == head_label)
    same_tail = sum(1 for i in range(first + 1, second) if view.labels[i] == tail_label)
    clauses = marks.count("，") + 2 * marks.count("；")
    general = [
        f"gap{min(gap, 6)}",
        f"near{near}",
        f"clauses{min(clauses, 6)}",
        f"list{min(marks.count('、'), 5)}",
        f"sameh{min(same_head, 3)}",
        f"samet{min(same_tail, 3)}",
        f"marks={marks[:6]}",
        f"types={'.'.join(view.labels[first + 1 : second][:4])}" if gap <= 4 else "types=many",
        f"before={text[max(0, sentence.places[first][0] - 2) : sentence.places[first][0]]}",
        f"after={text[sentence.places[second][1] : sentence.places[second][1] + 2]}",
        f"left={view.labels[first - 1] if first else '^'}",
        f"right={view.labels[second + 1] if second + 1 < len(view.labels) else '$'}",
        f"headword={text[slice(*sentence.places[head])][-2:]}",
        f"tailword={text[slice(*sentence.places[tail])][-2:]}",
    ]
    if len(between) <= 5:
        general.append(f"between={between}")
    if inner:
        general += [f"verb<={inner[-1]}", f"verb>={inner[0]}"]
    general += [f"in={word}" for word in inner[:12]]
    general += [f"pre={word}" for word in before] + [f"post={word}" for word in after]
    return [types, *general, *(f"{types}|{feature}" for feature in general)]


def _bucket(value: int, edges: tuple[int, ...]) -> int:
    return sum(value > edge for edge in edges)
