from pathlib import Path

from tests.cli.process import jiceng


def test_an_unknown_contestant_is_named_beside_those_that_there_are(tmp_path: Path) -> None:
    run = jiceng("bakeoff", "taggers", "--only", "crf,bert", "-o", tmp_path / "table.json")
    assert run.returncode == 1
    assert "bert: there are hybrid" in run.stderr.decode()
    assert not (tmp_path / "table.json").exists()
