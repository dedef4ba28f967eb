"""The way to a Doccano server: which one, with which credentials, and how patiently.

Credentials come from the environment, from a file or from the data folder of the local server, never from a command
line, and no message repeats them.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests
from doccano_client import DoccanoClient
from doccano_client.exceptions import DoccanoAPIError
from requests.adapters import HTTPAdapter
from urllib3.util.retry import Retry

from jiceng.errors import InputError
from jiceng.labelling.server import local as server

URL_VARIABLE = "JICENG_DOCCANO_URL"
TOKEN_VARIABLE = "JICENG_DOCCANO_TOKEN"
USER_VARIABLE = "JICENG_DOCCANO_USER"
PASSWORD_VARIABLE = "JICENG_DOCCANO_PASSWORD"
# Seconds to connect, and to wait for an answer; an upload is answered when all its articles are in the database.
TIMEOUTS = (5, 120)
# At once, then after 1, 2, 4, 8 and 16 s: a server that is back within half a minute is waited for.
RETRIES = 6
THREADS = 4


@dataclass(frozen=True)
class Address:
    """A server and who we are there: a token, or a name and a password."""

    url: str
    token: str | None = field(default=None, repr=False)
    user: str | None = None
    password: str | None = field(default=None, repr=False)


def find_address(url: str | None, token_file: Path | None, data: Path = server.DATA) -> Address:
    """The server named by a URL or the environment, else the local one of the data folder.

    Raises:
        InputError: none is named and none runs here, or it is named without credentials.
    """
    url = url or os.environ.get(URL_VARIABLE)
    if url is None:
        running = server.address(data)
        if running is None:
            problem = (
                f"no labelling server runs here; start one with make doccano, or name one with --url or {URL_VARIABLE}"
            )
            raise InputError(str(data), problem)
        return Address(running, user=server.ADMIN, password=server.password(data))
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.password:
        # The whole URL may hold a password, so only its host is repeated.
        raise InputError(
            parts.hostname or "--url", "is not the address of a server, such as https://doccano.example.org"
        )
    url = url.rstrip("/")
    if token_file is not None:
        try:
            return Address(url, token=token_file.read_text(encoding="utf-8").strip())
        except OSError as error:
            raise InputError(str(token_file), f"cannot be read ({error.strerror})") from error
    if token := os.environ.get(TOKEN_VARIABLE):
        return Address(url, token=token)
    user, password = os.environ.get(USER_VARIABLE), os.environ.get(PASSWORD_VARIABLE)
    if user and password:
        return Address(url, user=user, password=password)
    if url == server.address(data):
        return Address(url, user=server.ADMIN, password=server.password(data))
    needed = f"--token-file, {TOKEN_VARIABLE}, or {USER_VARIABLE} and {PASSWORD_VARIABLE}"
    raise InputError(url, f"needs credentials: {needed}")


class _Patient(HTTPAdapter):
    """Gives every request its timeouts. Only what may be repeated safely is repeated: reading, and connecting."""

    def __init__(self, retries: int) -> None:
        policy = Retry(
            total=retries,
            backoff_factor=0.5,
            status_forcelist=(502, 503, 504),
            allowed_methods=("GET", "HEAD"),
            raise_on_status=False,
        )
        super().__init__(max_retries=policy, pool_maxsize=2 * THREADS)

    def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:  # type: ignore[override]
        options["timeout"] = options.get("timeout") or TIMEOUTS
        return super().send(request, **options)


def connect(address: Address, retries: int = RETRIES) -> DoccanoClient:
    """A client that is logged in.

    Raises:
        InputError: the server does not answer, or refuses the credentials.
    """
    client = DoccanoClient(address.url)
    session = session_of(client)
    for scheme in ("http://", "https://"):
        session.mount(scheme, _Patient(retries))
    with translated(address.url):
        if address.token is not None:
            session.headers["Authorization"] = f"Token {address.token}"
        else:
            client.login(address.user or "", address.password or "")
        client.get_profile()
    return client


def session_of(client: DoccanoClient) -> requests.Session:
    """The client's session; the client has no public way to give it timeouts or a token."""
    session: requests.Session = client._base_repository._session
    return session


def get_json(client: DoccanoClient, resource: str, **params: Any) -> Any:
    """What the server says to GET /v1/`resource`, for the few things that the client has no method for."""
    return client._base_repository.get(resource, params=params).json()


@contextmanager
def translated(where: str) -> Iterator[None]:
    """Turn what requests and doccano-client raise into an InputError that says what to do."""
    try:
        yield
    except DoccanoAPIError as error:
        code = error.response.status_code
        if code in (401, 403):
            raise InputError(where, "refuses these credentials, or they may not do this; the admin's may") from error
        if code == 400 and "non_field_errors" in str(error):
            raise InputError(where, "refuses this name and password") from error
        raise InputError(where, f"answers with error {code}: {str(error)[:300]}") from error
    except (requests.ConnectionError, requests.Timeout) as error:
        kind = "does not answer in time" if isinstance(error, requests.Timeout) else "cannot be reached"
        raise InputError(
            where, f"{kind}; when it is back, give the same command again, it goes on where it was"
        ) from error
    except requests.RequestException as error:
        if _broke_off(error):
            raise InputError(
                where,
                "breaks off in the middle of an answer; when it is back, give the same command again, "
                "it goes on where it was",
            ) from error
        raise InputError(
            where, f"gives an answer that cannot be read ({type(error).__name__}); is it a Doccano?"
        ) from error


def _broke_off(error: requests.RequestException) -> bool:
    """Whether the server went away while it answered: a body that is shorter than said, or the beginning of a JSON text.

    An answer that is no JSON from its first character on (a page of another service) did not break off.
    """
    if isinstance(error, requests.exceptions.JSONDecodeError):
        return error.doc.lstrip()[:1] in ("", "{", "[")
    return isinstance(error, requests.exceptions.ChunkedEncodingError)
