"""A tagger's files: `tagger.crfsuite`, `lexicon.json`, `settings.json`. Nothing in them can run code."""

import json
from pathlib import Path

from pipeline.errors import InputError
from pipeline.ner.lexicon import Lexicon
from pipeline.ner.tagger import Tagger, TaggerSettings


def save_tagger(tagger: Tagger, folder: Path) -> None:
    """Write a tagger into a folder, which is made if it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "tagger.crfsuite").write_bytes(tagger.model)
    _write_json(folder / "lexicon.json", tagger.lexicon.to_json())
    _write_json(folder / "settings.json", tagger.settings_json())


def load_tagger(folder: Path) -> Tagger:
    """Read a tagger from its folder.

    Raises:
        InputError: a file is missing or damaged.
    """
    try:
        settings = TaggerSettings(**json.loads((folder / "settings.json").read_text(encoding="utf-8")))
        lexicon = Lexicon.from_json(json.loads((folder / "lexicon.json").read_text(encoding="utf-8")))
        return Tagger(settings, lexicon, (folder / "tagger.crfsuite").read_bytes())
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise InputError(str(folder), f"holds no tagger that can be read ({error}); train again") from error


def _write_json(path: Path, data: object) -> None:
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
