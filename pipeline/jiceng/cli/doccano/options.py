"""What the commands of `jiceng doccano` share: options, the client of a server, the project's guide."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from jiceng.errors import InputError
from jiceng.labelling.server.environments import enter_client_environment

if TYPE_CHECKING:
    from doccano_client import DoccanoClient

Value = TypeVar("Value")
GUIDE = Path("annotations/GUIDE.zh.md")
# What labellers read in their list of projects.
PROJECT = "基层治理标注"
ADJUDICATION = "基层治理标注裁决"
LABELLERS_GUIDE = Path("annotations/LABELLING.zh.md")

Data = Annotated[Path, typer.Option("--data", help="Data folder of the local server.", envvar="JICENG_DOCCANO_DATA")]
Url = Annotated[
    str | None, typer.Option(help="A server elsewhere; the local one if left out.", envvar="JICENG_DOCCANO_URL")
]
TokenFile = Annotated[
    Path | None,
    typer.Option(help="File with an API token; or set JICENG_DOCCANO_TOKEN, or JICENG_DOCCANO_USER and _PASSWORD."),
]
Project = Annotated[str, typer.Option(help="Name of the project.")]
Annotations = Annotated[Path, typer.Option(help="The folder of annotations.")]


def client_of(url: str | None, token_file: Path | None, data: Path) -> "DoccanoClient":
    """The client of a server; goes on in the environment that has doccano-client."""
    enter_client_environment()
    from jiceng.labelling.server.connection import connect, find_address

    return connect(find_address(url, token_file, data))


def address_of(client: "DoccanoClient") -> str:
    """The address of a client's server."""
    return str(client._base_repository._base_url)


def project_guide() -> str:
    """The Chinese guide as the project shows it: how to work in Doccano, then what to label."""
    parts = [path.read_text(encoding="utf-8") for path in (LABELLERS_GUIDE, GUIDE) if path.is_file()]
    return shown_in_page("\n\n".join(parts)) or "见标注指南。"


def shown_in_page(guide: str) -> str:
    """A guide without what only works beside its file: pictures, marks of generated parts, links to other files.

    Both parts stand in one page, so a link from one to the other says so; addresses on the web stay links.
    """
    guide = re.sub(r"!\[[^\]]*\]\([^)]*\)\n*|<!-- /?\w+ -->\n?", "", guide)
    guide = re.sub(r"^\[English\]\(GUIDE\.md\).*\n+", "", guide, flags=re.MULTILINE)
    guide = guide.replace("[标注指南](GUIDE.zh.md)", "标注指南（在本页下半部分）")
    return re.sub(r"\[([^\]]*)\]\((?!https?://)[^)]*\)", r"\1", guide)


def found_projects(projects: dict[str | None, Value], name: str) -> dict[str | None, Value]:
    """The projects of that name on a server.

    Raises:
        InputError: there are none.
    """
    if not projects:
        raise InputError(name, "is no project on the server; jiceng doccano push makes it")
    return projects
