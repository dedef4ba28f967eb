"""The project on the server, made to agree with the ontology: types with colours, hotkeys and Chinese names, the guide."""

import re
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence

from doccano_client import DoccanoClient
from doccano_client.models.label_type import LabelType as ServerType
from doccano_client.models.project import Project as ServerProject

from jiceng.errors import InputError
from jiceng.labelling.schema import LabellingProject, Types, WantedType, identify, labeller_of

# In every description that jiceng writes; the key ties a project to its state in annotations/.sync/.
_KEY = re.compile(r"\[jiceng:([0-9a-f]{16})\]")
_DESCRIPTION = (
    "基层治理报道标注：点左上角“开始标注”，逐段核对、改正、补全，一段做完按回车确认。"
    "不会做时点工具栏的书本图标看指南。请勿改动末尾的标记。"
)
ANNOTATOR = "annotator"


def find_projects(client: DoccanoClient, name: str) -> dict[str | None, ServerProject]:
    """The projects of a name: the shared one under None, labellers' own under their names.

    Raises:
        InputError: two projects have the same name, or one was not made by jiceng.
    """
    found: dict[str | None, ServerProject] = {}
    for project in client.list_projects():
        labeller = labeller_of(name, project.name)
        if project.name != name and labeller is None:
            continue
        if labeller in found:
            raise InputError(project.name, "is the name of two projects on the server; rename or delete one of them")
        if _KEY.search(project.description) is None:
            raise InputError(project.name, "is a project that jiceng did not make; choose another --project")
        found[labeller] = project
    return found


def key_of(project: ServerProject) -> str:
    """The key of a project that jiceng made."""
    match = _KEY.search(project.description)
    assert match is not None, "find_projects lets no other project through"
    return match[1]


def open_project(
    client: DoccanoClient, project: ServerProject, spans: Sequence[WantedType], relations: Sequence[WantedType]
) -> LabellingProject:
    """A project of the server with its types, as far as they are among the given ones."""
    assert project.id is not None
    return LabellingProject(
        project.id,
        project.name,
        key_of(project),
        _types(spans, client.span_type.list(project.id)),
        _types(relations, client.relation_type.list(project.id)),
    )


def _types(wanted: Sequence[WantedType], there: Sequence[ServerType]) -> Types:
    known = identify(wanted, _described(there))
    texts = {type_.id: type_.text for type_ in there}
    return Types(
        labels={number: type_.label for number, type_ in known.items()},
        names={type_.label: texts[number] for number, type_ in known.items()},
    )


def _described(there: Iterable[ServerType]) -> list[tuple[int, str, str]]:
    return [(type_.id, type_.text, type_.background_color) for type_ in there if type_.id is not None]


def ensure_project(
    client: DoccanoClient,
    name: str,
    spans: Sequence[WantedType],
    relations: Sequence[WantedType],
    guide: str,
    overlapping: bool = False,
) -> Iterator[str | LabellingProject]:
    """Make a project or bring it up to date; yields a line for each change, and the project last.

    Types that the ontology has no more are left: labels may hang on them.
    """
    guide = guide.strip()  # as Doccano keeps it
    project = find_projects(client, name).get(None)
    settings = {"use_relation": True, "collaborative_annotation": True, "allow_overlapping": overlapping}
    if project is None:
        project = client.create_project(
            name=name,
            project_type="SequenceLabeling",
            description=_description(secrets.token_hex(8)),
            guideline=guide,
            grapheme_mode=False,
            **settings,
        )
        yield f"made the project {name}"
    elif _stale(project, guide, settings):
        description = _description(key_of(project))
        project = client.update_project(project.id, description=description, guideline=guide, **settings)
        yield f"brought the guide and settings of {name} up to date"
    assert project.id is not None
    for kind, wanted in (("span", spans), ("relation", relations)):
        yield from _ensure_types(client, project.id, kind, wanted)
    yield open_project(client, project, spans, relations)


def _description(key: str) -> str:
    return f"{_DESCRIPTION} [jiceng:{key}]"


def _stale(project: ServerProject, guide: str, settings: Mapping[str, bool]) -> bool:
    """Whether guide, description or settings of a project are not those that it should have."""
    texts = (project.guideline, project.description) != (guide, _description(key_of(project)))
    return texts or any(getattr(project, key) != value for key, value in settings.items())


def _ensure_types(client: DoccanoClient, project_id: int, kind: str, wanted: Sequence[WantedType]) -> Iterator[str]:
    types = client.span_type if kind == "span" else client.relation_type
    there = {type_.id: type_ for type_ in types.list(project_id)}
    known = identify(wanted, _described(there.values()))
    stale = [(type_, there[number]) for number, type_ in known.items() if _differs(type_, there[number])]
    # A hotkey is used once in a project, so those that move are taken off all types before they are given out.
    for type_, old in stale:
        if old.suffix_key not in (None, type_.key):
            types.update(project_id, old.id, suffix_key=None, prefix_key=None)
    for type_, old in stale:
        types.update(project_id, old.id, text=type_.text, suffix_key=type_.key, prefix_key=None, color=type_.colour)
        yield f"brought the {kind} type {type_.text} up to date"
    new = [type_ for type_ in wanted if type_ not in known.values()]
    for type_ in new:
        types.create(project_id, text=type_.text, suffix_key=type_.key, color=type_.colour)
    if new:
        yield f"made {len(new)} {kind} types"


def _differs(wanted: WantedType, there: ServerType) -> bool:
    shown = (there.text, there.suffix_key, there.background_color.lower())
    return shown != (wanted.text, wanted.key, wanted.colour.lower())


def ensure_members(client: DoccanoClient, project: LabellingProject, labellers: Sequence[str]) -> Iterator[str]:
    """Let labellers into a project; yields a line for each who is new there.

    Raises:
        InputError: somebody has no account on the server.
    """
    members = {member.username for member in client.member.list(project.id)}
    for labeller in labellers:
        if labeller in members:
            continue
        try:
            client.member.add(project.id, labeller, ANNOTATOR)
        except ValueError as error:
            problem = f"has no account on the server; make one with: jiceng doccano labeller {labeller}"
            raise InputError(labeller, problem) from error
        yield f"{labeller} is now a labeller of {project.name}"
