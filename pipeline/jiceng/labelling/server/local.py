"""A Doccano server on this machine: made once, started, stopped; everything it keeps is in one data folder.

The data folder holds the database, the log, and `secrets.json` (mode 600) with the random secret key and the admin's
password. The server answers on 127.0.0.1 only.
"""

import json
import os
import secrets
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jiceng.errors import InputError

DATA = Path(".doccano")
PORT = 8000
ADMIN = "admin"
_SETTINGS = Path(__file__).parent / "settings"
# Seconds. Starting takes 4 to 9 on one core; a machine that does ten things at once takes longer.
_START_LIMIT = 120.0
_LAUNCH_LIMIT = 20.0
_STOP_LIMIT = 15.0


def start(data: Path, environment: Path, port: int = PORT) -> Iterator[str]:
    """Start the server of a data folder, making its database the first time; yields a line a step, the address last.

    A server that runs already is left alone. Returns when it answers.

    Raises:
        InputError: the port is taken, or the server does not come up; the message names its log.
    """
    running = address(data)
    if running:
        yield running
        return
    if _taken(port):
        raise InputError(f"127.0.0.1:{port}", "the port is taken; name another with PORT=…")
    data = data.absolute()
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    known = _secrets(data)
    if not (data / "db.sqlite3").exists():
        yield "making the database, this takes some ten seconds"
        _make_database(data, environment, known)
    yield "starting the server"
    _launch(data, environment, known, port)
    url = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + _START_LIMIT
    while not _answers(url):
        if _pid(data) is None:
            raise InputError(str(data / "server.log"), "the server ended at once; the log says why")
        if time.monotonic() > deadline:
            stop(data)
            raise InputError(str(data / "server.log"), f"the server did not answer within {_START_LIMIT:.0f} s")
        time.sleep(0.2)
    yield url


def stop(data: Path) -> bool:
    """Stop the server of a data folder; False if none was running. Labels stay in the folder."""
    pid = _pid(data)
    if pid is None:
        return False
    os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + _STOP_LIMIT
    while _pid(data) is not None and time.monotonic() < deadline:
        time.sleep(0.1)
    if _pid(data) is not None:
        os.kill(pid, signal.SIGKILL)
    (data / "server.pid").unlink(missing_ok=True)
    (data / "port").unlink(missing_ok=True)
    return True


def address(data: Path) -> str | None:
    """`http://127.0.0.1:PORT` of the running server of a data folder; None if there is none."""
    port = data / "port"
    if _pid(data) is None or not port.is_file():
        return None
    return f"http://127.0.0.1:{int(port.read_text())}"


def password(data: Path, name: str = ADMIN) -> str:
    """The password of an account that jiceng made on the local server.

    Raises:
        InputError: there is no such data folder or account.
    """
    try:
        passwords: dict[str, str] = json.loads((data / "secrets.json").read_text(encoding="utf-8"))["passwords"]
        return passwords[name]
    except FileNotFoundError as error:
        raise InputError(str(data), "holds no labelling server; make doccano starts one") from error
    except KeyError as error:
        raise InputError(str(data), f"knows no password of {name}; jiceng doccano labeller {name} makes one") from error


def remember_password(data: Path, name: str, secret: str) -> None:
    """Keep the password of an account that was made on the local server, so that it can be printed on request."""
    known = _secrets(data)
    known["passwords"][name] = secret
    _write_secrets(data, known)


def new_password() -> str:
    """A random password of 96 bits."""
    return secrets.token_urlsafe(12)


def _secrets(data: Path) -> dict[str, Any]:
    path = data / "secrets.json"
    if not path.exists():
        _write_secrets(data, {"key": secrets.token_urlsafe(48), "passwords": {ADMIN: new_password()}})
    known: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return known


def _write_secrets(data: Path, known: dict[str, Any]) -> None:
    """Written beside and moved into place, and readable by nobody else at any moment."""
    temporary = data / ".secrets.json"
    temporary.unlink(missing_ok=True)
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(known, file, indent=1)
    temporary.replace(data / "secrets.json")


def _backend(environment: Path) -> Path:
    found = sorted((environment / "lib").glob("python3*/site-packages/backend"))
    if not found:
        raise InputError(str(environment), "holds no Doccano; make the environment anew with: make doccano-env")
    return found[0]


def _variables(data: Path, known: dict[str, Any], database: Path) -> dict[str, str]:
    """What the server's processes see. STANDALONE stays unset: it would serve uploads under /media without a login."""
    inherited = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "JICENG_"))}
    inherited.pop("STANDALONE", None)
    return {
        **inherited,
        "PYTHONPATH": str(_SETTINGS),
        "PYTHONUTF8": "1",
        "PYTHONWARNINGS": "ignore",
        "DJANGO_SETTINGS_MODULE": "jiceng_doccano",
        "JICENG_DOCCANO_DATA": str(data),
        "DEBUG": "False",
        "SECRET_KEY": known["key"],
        "DATABASE_URL": f"sqlite:///{database}",
        "MEDIA_ROOT": str(data / "media"),
        # The client reads lists of examples page by page; Doccano's own page size is 5.
        "DOCCANO_PAGE_SIZE": "100",
    }


def _make_database(data: Path, environment: Path, known: dict[str, Any]) -> None:
    """Made under another name and moved, so that a database is there whole or not at all."""
    unfinished = data / "db.unfinished.sqlite3"
    unfinished.unlink(missing_ok=True)
    # The password goes through the environment: a command line can be read by everybody on the machine.
    variables = {**_variables(data, known, unfinished), "DJANGO_SUPERUSER_PASSWORD": known["passwords"][ADMIN]}
    for folder in ("uploads", "media"):
        (data / folder).mkdir(exist_ok=True)
    for command in (
        ["migrate", "--verbosity", "0"],
        ["create_roles"],
        ["createsuperuser", "--noinput", "--username", ADMIN, "--email", "admin@localhost.localdomain"],
    ):
        run = subprocess.run(
            [environment / "bin" / "python", "manage.py", *command],
            cwd=_backend(environment),
            env=variables,
            capture_output=True,
            text=True,
            check=False,
        )
        if run.returncode != 0:
            (data / "server.log").write_text(run.stdout + run.stderr, encoding="utf-8")
            raise InputError(str(data / "server.log"), f"Doccano's {command[0]} failed; the log says why")
    unfinished.rename(data / "db.sqlite3")


def _launch(data: Path, environment: Path, known: dict[str, Any], port: int) -> None:
    """Start gunicorn as a daemon, which outlives this process and writes its number into `server.pid`."""
    (data / "server.pid").unlink(missing_ok=True)
    (data / "port").write_text(str(port))
    command: list[str | Path] = [
        environment / "bin" / "python",
        *("-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", "1", "--threads", "4"),
        # An upload is one long request.
        *("--timeout", "300", "--umask", "0o077", "--chdir", _backend(environment), "--worker-tmp-dir", data),
        *("--daemon", "--pid", data / "server.pid", "--log-file", data / "server.log", "--capture-output"),
        "config.wsgi",
    ]
    subprocess.run(command, env=_variables(data, known, data / "db.sqlite3"), stdin=subprocess.DEVNULL, check=True)
    deadline = time.monotonic() + _LAUNCH_LIMIT
    while _pid(data) is None and time.monotonic() < deadline:
        time.sleep(0.05)


def _pid(data: Path) -> int | None:
    """The process of the running server; None if there is none, or if its number now belongs to something else."""
    try:
        pid = int((data / "server.pid").read_text())
    except (FileNotFoundError, ValueError):
        return None
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, PermissionError):
        return None
    return pid if _is_server(pid) else None


def _is_server(pid: int) -> bool:
    """Whether a living process is Doccano's; where there is no /proc, its number has to do."""
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return not Path("/proc/self").exists()
    # In the moment of its start a process has no command line yet; when it has ended and nobody asked, neither.
    return state != "Z" and (not command or b"gunicorn" in command)


def _taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def _answers(url: str) -> bool:
    """Whether Doccano is up: it refuses a stranger's /v1/me with 401 or 403."""
    try:
        urllib.request.urlopen(f"{url}/v1/me", timeout=5)
    except urllib.error.HTTPError as error:
        return error.code in (401, 403)
    except OSError:
        return False
    return True
