"""Articles as a PDF's copy or a careless page has them: whatever happens to a text, it is read, and its offsets are true."""

import json
import random
from pathlib import Path

from tests.cli.process import jiceng, lines

SEED = 20261127
# Sentences in which mentions began or ended with a blank, and what else may stand between the characters of a text.
REPORTED = [
    "第十三条 城市道路与城市地下管线同步建设的，道路建设单位应当统筹管理。",
    "美确诊病例超821万 死亡病例超22万",
    "1个 镇同步",
    "1套，与 百气象局",
]
STRAY = [
    " ",
    "  ",
    "\u3000",
    "\u00a0",
    "\t",
    "\n",
    "\r\n",
    "\u200b",
    "\ufeff",
    "“",
    "”",
    "《",
    "、",
    "。",
    "９",
    "𠮷",
    "|",
]


def mutated(text: str, draw: random.Random) -> str:
    """A stretch of an article with characters put in, taken out, doubled and changed about."""
    start = draw.randrange(len(text))
    chars = list(text[start : start + draw.randrange(5, 400)])
    for _ in range(draw.randrange(1, 25)):
        at = draw.randrange(len(chars) + 1)
        match draw.randrange(4):
            case 0 | 1:
                chars.insert(at, draw.choice(STRAY))
            case 2 if chars:
                del chars[min(at, len(chars) - 1)]
            case _ if len(chars) > 1:
                other = draw.randrange(len(chars))
                here = min(at, len(chars) - 1)
                chars[here], chars[other] = chars[other], chars[here]
    return "".join(chars)


def test_mutated_articles_are_read_and_offsets_are_true(small_model: Path, tmp_path: Path) -> None:
    draw = random.Random(SEED)
    real = [path.read_text(encoding="utf-8") for path in sorted(Path("tests/data/annotations/articles").glob("*.txt"))]
    texts = [*REPORTED, *(mutated(draw.choice(real), draw) for _ in range(150))]
    texts = list(dict.fromkeys(text for text in texts if text.strip()))
    source = tmp_path / "articles.jsonl"
    rows = ({"id": f"m{number:03}", "text": text} for number, text in enumerate(texts))
    source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    output = tmp_path / "k.jsonl"
    run = jiceng("extract", source, "-o", output, "--model", small_model, "--min-confidence", "0.05")
    assert run.returncode == 0, f"seed {SEED}: {run.stderr.decode()}"
    found = lines(output.read_bytes())
    assert sum(row["type"] == "document" for row in found) == len(texts)
    for row in found:
        if row["type"] == "mention":
            text = texts[int(row["doc"][1:])]
            assert text[row["start"] : row["end"]] == row["text"] == row["text"].strip() != ""
