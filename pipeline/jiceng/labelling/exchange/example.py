"""One example of a project as it was read back from the server: a piece of an article, or pieces joined."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from jiceng.labelling.exchange.labels import Labels
from jiceng.labelling.exchange.place import WHOLE, Place


@dataclass(frozen=True)
class Comment:
    """What somebody wrote beside a text. `created`: ISO 8601; `at`: where in the article its piece begins, if cut."""

    user: str
    created: str
    text: str
    at: int | None = None

    def to_json(self) -> dict[str, str | int]:
        """As it stands in an annotation file."""
        known: dict[str, str | int] = {"user": self.user, "created": self.created, "text": self.text}
        return known if self.at is None else {**known, "at": self.at}


@dataclass(frozen=True)
class Fetched:
    """One example of a project, or the article that several make up.

    `faults`: what could not be converted; `labels` then lacks it, so nothing may be written. `by`: spans and relations
    of each user; `times`: when they were made, by user; `confirmed`: user → when. `place`: which piece of its article
    it is. `parts`: the examples that an article was joined from.
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
    place: Place = WHOLE
    parts: tuple["Fetched", ...] = field(default=(), repr=False)
