"""Prints the coverage of each room, and fails if a module of the reading path is under 90 %.

Run: python -m tests.coverage_report build/coverage.json (make coverage).
"""

import json
import sys
from collections import defaultdict
from pathlib import Path

# What an article passes through; training, evaluation and the labelling server's side have other tests beside these.
READING_PATH = ("text", "values", "places", "ner", "relations", "knowledge", "reading", "writing")
# Another spaCy pipeline as the tagger: covered by make test-trf, which needs PyTorch.
ELSEWHERE = {"ner/spacy_ner.py"}
LEAST = 90.0


def main(path: Path) -> int:
    """The number of modules of the reading path that are under the least."""
    files = json.loads(path.read_text(encoding="utf-8"))["files"]
    rooms: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    low = []
    for name, data in files.items():
        module = name.split("jiceng/", 1)[1]
        room, summary = module.split("/")[0].removesuffix(".py"), data["summary"]
        rooms[room].append((summary["covered_lines"], summary["num_statements"]))
        if room in READING_PATH and module not in ELSEWHERE and summary["percent_covered"] < LEAST:
            low.append(f"{module}: {summary['percent_covered']:.0f} %")
    for room, counts in rooms.items():
        covered, total = (sum(column) for column in zip(*counts, strict=True))
        print(f"{room:<14}{100 * covered / total if total else 100:6.1f} % of {total} lines")
    for line in low:
        print(f"under {LEAST:.0f} %: {line}", file=sys.stderr)
    return len(low)


if __name__ == "__main__":
    sys.exit(min(1, main(Path(sys.argv[1]))))
