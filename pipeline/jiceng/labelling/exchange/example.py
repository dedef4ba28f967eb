"""One example of a project as it was read back from the server."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from jiceng.labelling.exchange.labels import Labels


@dataclass(frozen=True)
class Comment:
    """What somebody wrote beside an article. `created`: ISO 8601."""

    user: str
    created: str
    text: str

    def to_json(self) -> dict[str, str]:
        """As it stands in an annotation file."""
        return {"user": self.user, "created": self.created, "text": self.text}


@dataclass(frozen=True)
class Fetched:
    """One example of a project.

    `faults`: what could not be converted; `labels` then lacks it, so nothing may be written. `by`: spans and relations
    of each user; `times`: when they were made, by user; `confirmed`: user → when.
    """

    example: int
    article: str
    folder: str
    text: str
    labels: Labels
    faults: tuple[str, ...]
    by: Mapping[str, int]
    times: Mapping[str, tuple[datetime, ...]]
    confirmed: Mapping[str, str]
    comments: tuple[Comment, ...]
