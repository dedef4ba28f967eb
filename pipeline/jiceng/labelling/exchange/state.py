"""What a project's server and `annotations/` had in common when they last met: the base of the three-way merge.

One file a project in `annotations/.sync/`, which belongs in version control: whoever pulls next starts from it. It
also holds the articles whose upload was begun and not yet seen to have arrived, so that a push that was cut off goes
on without duplicates or losses.
"""

import json
from dataclasses import dataclass, field
from pathlib import Path

from jiceng.errors import InputError
from jiceng.labelling.exchange.labels import Labels, labels_from_json
from jiceng.labelling.exchange.merge import Base

FOLDER = ".sync"


@dataclass
class State:
    """`bases`: by article id. `pending`: ids of articles of an upload that was not seen to its end.

    `sent`: the labels that labellers started from, by article id, where the base has moved on since.
    """

    project: str
    bases: dict[str, Base] = field(default_factory=dict)
    pending: set[str] = field(default_factory=set)
    sent: dict[str, Labels] = field(default_factory=dict)

    def met(self, article: str, base: Base) -> None:
        """Note what both sides have now; what labellers started from stays known."""
        started = self.started_from(article)
        if started is not None and started != base.theirs:
            self.sent[article] = started
        self.bases[article] = base

    def started_from(self, article: str) -> Labels | None:
        """The labels that labellers started from; None if they are not known."""
        base = self.bases.get(article)
        return self.sent.get(article, base.theirs if base is not None else None)

    def uploaded(self, article: str, base: Base) -> None:
        """Note that labellers start from the labels that the server has now."""
        self.sent.pop(article, None)
        self.bases[article] = base

    def to_text(self) -> str:
        """The file's content: an article a line, so that version control shows what changed."""
        articles = {
            key: {"ours": base.ours.to_json() if base.ours is not None else None, "theirs": base.theirs.to_json()}
            | ({"sent": self.sent[key].to_json()} if key in self.sent else {})
            for key, base in sorted(self.bases.items())
        }
        lines = [f"{json.dumps(key, ensure_ascii=False)}: {_dump(value)}" for key, value in articles.items()]
        head = f'"project": {json.dumps(self.project, ensure_ascii=False)}, "pending": {_dump(sorted(self.pending))}'
        return "{" + head + ', "articles": {\n' + ",\n".join(lines) + "\n}}\n"


def state_file(annotations: Path, project_key: str) -> Path:
    """Where the state of a project is kept. `project_key` is the key that the project's description holds."""
    return annotations / FOLDER / f"{project_key}.json"


def read_state(path: Path, project: str) -> State:
    """The state of a project; a fresh one if there is none yet.

    Raises:
        InputError: the file is damaged.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        bases = {
            str(key): Base(
                ours=labels_from_json(item["ours"]) if item["ours"] is not None else None,
                theirs=labels_from_json(item["theirs"]),
            )
            for key, item in data["articles"].items()
        }
        sent = {str(k): labels_from_json(item["sent"]) for k, item in data["articles"].items() if "sent" in item}
        return State(project, bases, set(data["pending"]), sent)
    except FileNotFoundError:
        return State(project)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        problem = f"is damaged ({error}); bring it back from version control, or remove it: what differs is then listed"
        raise InputError(str(path), problem) from error


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
