import pytest

from tests.cli.process import jiceng


def test_help_teaches() -> None:
    run = jiceng("--help")
    assert run.returncode == 0
    for verb in (b"train", b"evaluate", b"extract", b"check", b"agree", b"validate"):
        assert verb in run.stdout
    assert b"cat a.txt | jiceng extract -" in b" ".join(jiceng("extract", "--help").stdout.split())


@pytest.mark.parametrize("arguments", [("extract",), ("nonsense",), ("check", "--no-such-option")])
def test_wrong_usage_is_exit_code_2_without_a_traceback(arguments: tuple[str, ...]) -> None:
    run = jiceng(*arguments)
    assert run.returncode == 2
    assert "Traceback" not in run.stderr.decode()
