"""BIOES tags of characters: B- and E- at the ends of a span, I- inside, S- for one character, O outside."""

from collections.abc import Sequence


def encode(length: int, spans: Sequence[tuple[int, int, str]]) -> list[str]:
    """Tags of `length` characters for spans (start, end, label) that do not overlap."""
    tags = ["O"] * length
    for start, end, label in spans:
        if end - start == 1:
            tags[start] = f"S-{label}"
        else:
            tags[start:end] = [f"B-{label}", *[f"I-{label}"] * (end - start - 2), f"E-{label}"]
    return tags


def decode(tags: Sequence[str]) -> list[tuple[int, int, str]]:
    """Spans (start, end, label) of a tag sequence; any sequence is read, however ill-formed.

    A span begins at B, at S, or where I or E follow another label or a closed span; it ends with E or S, or where the
    label changes. `decode(encode(n, spans)) == sorted(spans)`.
    """
    spans: list[tuple[int, int, str]] = []
    start, label = -1, ""
    for at, tag in enumerate([*tags, "O"]):
        kind, _, name = tag.partition("-")
        continues = start >= 0 and kind in "IE" and name == label and kind != "O"
        if start >= 0 and not continues:
            spans.append((start, at, label))
            start = -1
        if kind == "O":
            continue
        if start < 0:
            start, label = at, name
        if kind in "ES":
            spans.append((start, at + 1, label))
            start = -1
    return spans
