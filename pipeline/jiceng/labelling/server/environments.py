"""The two environments of the labelling room, and how a command finds its way into the one it needs.

doccano-client cannot be installed beside spaCy, nor the server beside either. `make` builds each from its own lock;
`jiceng doccano …` may be typed in any of them.
"""

import importlib.util
import os
import sys
from pathlib import Path

import jiceng
from jiceng.errors import InputError

CLIENT = ".venv-labelling"
SERVER = ".venv-doccano"
# Names another folder than the one that make builds.
CLIENT_VARIABLE = "JICENG_LABELLING_ENV"
SERVER_VARIABLE = "JICENG_DOCCANO_ENV"
_ENTERED = "JICENG_LABELLING_ENTERED"


def environment(name: str, variable: str, target: str) -> Path:
    """The folder of an environment: what `variable` says, else `name` here or in jiceng's source tree.

    Raises:
        InputError: it was not made yet; the message names the make target.
    """
    named = os.environ.get(variable)
    source = Path(jiceng.__file__).parents[2]
    candidates = [Path(named)] if named else [Path(name), source / name]
    for folder in candidates:
        if (folder / "bin" / "python").exists():
            return folder.absolute()
    raise InputError(str(candidates[0]), f"the environment is missing; make it with: make {target}")


def client_environment() -> Path:
    """The environment with doccano-client. Raises InputError if it was not made."""
    return environment(CLIENT, CLIENT_VARIABLE, "labelling-env")


def server_environment() -> Path:
    """The environment with the Doccano server. Raises InputError if it was not made."""
    return environment(SERVER, SERVER_VARIABLE, "doccano-env")


def enter_client_environment() -> None:
    """Go on in the environment that has doccano-client: returns there, and replaces the process anywhere else.

    Raises:
        InputError: the environment is missing, or lacks doccano-client.
    """
    if importlib.util.find_spec("doccano_client") is not None:
        return
    python = client_environment() / "bin" / "python"
    if os.environ.get(_ENTERED):
        raise InputError(str(python), "has no doccano-client; make the environment anew with: make labelling-env")
    sys.stdout.flush()
    sys.stderr.flush()
    os.execve(python, [str(python), "-P", "-m", "jiceng.cli", *sys.argv[1:]], {**os.environ, _ENTERED: "1"})
