"""`jiceng doccano` from the pipeline's environment, which has no doccano-client."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from jiceng.errors import InputError
from jiceng.labelling.server.environments import environment


def jiceng(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "jiceng.cli", "doccano", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **variables},
    )


def test_a_missing_environment_is_an_error_that_names_the_make_target(tmp_path: Path) -> None:
    run = jiceng("pull", JICENG_LABELLING_ENV=str(tmp_path / "none"))
    assert run.returncode == 1
    assert run.stderr == f"jiceng: {tmp_path / 'none'}: the environment is missing; make it with: make labelling-env\n"


def test_an_environment_without_the_client_does_not_loop() -> None:
    run = jiceng("pull", JICENG_LABELLING_ENV=sys.prefix)
    assert run.returncode == 1 and "has no doccano-client; make the environment anew" in run.stderr


def test_help_needs_no_environment(tmp_path: Path) -> None:
    run = jiceng("push", "--help", JICENG_LABELLING_ENV=str(tmp_path / "none"))
    assert run.returncode == 0 and "--predictions" in run.stdout


def test_an_environment_is_found_where_make_builds_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".venv-x" / "bin").mkdir(parents=True)
    (tmp_path / ".venv-x" / "bin" / "python").touch()
    monkeypatch.chdir(tmp_path)
    assert environment(".venv-x", "JICENG_X", "x-env") == tmp_path / ".venv-x"
    with pytest.raises(InputError, match="make it with: make y-env"):
        environment(".venv-y", "JICENG_Y", "y-env")


def test_the_labelling_room_loads_no_model_library() -> None:
    program = (
        "import sys\n"
        "import jiceng.cli\n"
        "from jiceng.labelling import adjudicate, exchange, queue, status\nfrom jiceng.labelling.exchange import items, predictions, pull, rows, transaction\n"
        "from jiceng.corpus import folder, agreement, guide, agreement_report\n"
        "print(sorted({'spacy', 'sklearn', 'pydantic', 'numpy', 'scipy', 'thinc', 'torch'} & set(sys.modules)))\n"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"
