from tests.cli.process import jiceng


def test_links_are_drawn_and_scored() -> None:
    run = jiceng("links", "draw", "annotations/gold", "--ids", "ruili", "--count", "5")
    rows = [line.split("\t") for line in run.stdout.decode("utf-8").splitlines()]
    assert (run.returncode, len(rows)) == (0, 5)
    assert all(row[0] == "ruili" and row[4] == "?" for row in rows)
    run = jiceng("links", "score", "annotations/links/gold.tsv")
    assert (run.returncode, run.stderr) == (0, b"")
    assert "linkable mentions right" in run.stdout.decode("utf-8")
