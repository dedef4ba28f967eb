"""Accounts of labellers on a server."""

import re

from doccano_client import DoccanoClient

from jiceng.errors import InputError
from jiceng.labelling.server.connection import translated
from jiceng.labelling.server.local import new_password

# Names become folders of annotations/passes/.
_NAME = re.compile(r"[\w-]{1,60}", re.ASCII)


def make_account(client: DoccanoClient, name: str) -> str | None:
    """Make an account and return its random password; None if there is one of that name.

    Raises:
        InputError: the name has other characters than letters, digits, - and _.
    """
    if not _NAME.fullmatch(name):
        raise InputError(repr(name), "is no name for a labeller; letters, digits, - and _ may stand in it")
    with translated(str(client._base_repository._base_url)):
        if any(user.username == name for user in client.search_users(name)):
            return None
        secret = new_password()
        client.create_user(name, secret)
    return secret
