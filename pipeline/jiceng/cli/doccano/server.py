"""The labelling server and its accounts: start, stop, password, labeller."""

from typing import Annotated

import typer

from jiceng.cli.doccano.options import Data, TokenFile, Url, client_of
from jiceng.cli.terminal import say
from jiceng.labelling.server import local as server
from jiceng.labelling.server.environments import server_environment


def start(
    port: Annotated[int, typer.Option(help="Port on 127.0.0.1.")] = server.PORT, data: Data = server.DATA
) -> None:
    """Start the labelling server on 127.0.0.1, making its database the first time, and print its address."""
    line = ""
    for line in server.start(data, server_environment(), port):
        if not line.startswith("http"):
            say(line)
    print(line)
    say(f"labellers log in at {line}/zh/auth; the admin's password: jiceng doccano password")


def stop(data: Data = server.DATA) -> None:
    """Stop the labelling server; all labels are kept."""
    say("stopped" if server.stop(data) else "no server was running")


def password(
    name: Annotated[str, typer.Argument(help="The account.")] = server.ADMIN, data: Data = server.DATA
) -> None:
    """Print the password of an account that jiceng made on the local server."""
    print(server.password(data, name))


def labeller(
    names: Annotated[list[str], typer.Argument(help="Names of the accounts: letters, digits, - and _.")],
    url: Url = None,
    token_file: TokenFile = None,
    data: Data = server.DATA,
) -> None:
    """Make accounts for labellers and print their passwords, once; what exists is left alone.

    Example: jiceng doccano labeller anna bo
    """
    client = client_of(url, token_file, data)
    from jiceng.labelling.server.accounts import make_account

    for name in names:
        secret = make_account(client, name)
        if secret is None:
            say(f"{name} has an account already")
            continue
        print(f"{name}\t{secret}")
        if url is None:
            server.remember_password(data, name, secret)
