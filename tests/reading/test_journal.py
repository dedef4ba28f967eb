import sqlite3
import tempfile
from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from jiceng.configs import CONFIGS
from jiceng.corpus.sources import Source
from jiceng.errors import InputError
from jiceng.knowledge.dumped import DumpedArticle
from jiceng.reading import made_by as made_by_module
from jiceng.reading.journal import Journal
from jiceng.reading.made_by import made_by
from jiceng.reading.reader import Origin
from tests.reading.stub import Stub

SOURCE = Source("a", "全市设立22个大网格。", published="2022-02-28")
SAID = DumpedArticle("{}\n{}", (("e", "{…}"),), (), 1)


def test_what_was_put_is_found_in_the_next_run_and_what_differs_is_not(tmp_path: Path) -> None:
    path = tmp_path / "new" / "j"
    with Journal(path, "model") as journal:
        journal.put(SOURCE, SAID)
    with Journal(path, "model") as journal:
        assert (journal.get(SOURCE), journal.found, len(journal)) == (SAID, 1, 1)
        for field, value in (
            ("id", "b"),
            ("text", "村"),
            ("title", "题"),
            ("published", None),
            ("outlet", "x"),
            ("source", "f"),
        ):
            assert journal.get(replace(SOURCE, **{field: value})) is None, field
    with Journal(path, "another model") as journal:
        assert journal.get(SOURCE) is None


def test_a_journal_that_is_alone_is_locked_until_its_run_ends(tmp_path: Path) -> None:
    with Journal(tmp_path / "j", "model", alone=True) as journal:
        with pytest.raises(InputError, match="is in use by another run; wait for it, or name another output"):
            Journal(tmp_path / "j", "model", alone=True)
        journal.put(SOURCE, SAID)
        journal.flush()
    with Journal(tmp_path / "j", "model", alone=True) as journal:
        assert journal.get(SOURCE) == SAID
        journal.remove()
    assert list(tmp_path.iterdir()) == []


def test_a_cache_is_used_by_two_runs_at_once(tmp_path: Path) -> None:
    with Journal(tmp_path / "j", "model") as one, Journal(tmp_path / "j", "model") as other:
        one.put(SOURCE, SAID)
        one.flush()
        assert other.get(SOURCE) == SAID
        other.put(replace(SOURCE, id="b"), SAID)
        other.flush()
        assert len(one) == 2


def test_files_that_are_none_of_ours_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("notes that somebody wants to keep, long enough to be no SQLite file" * 20)
    with pytest.raises(InputError, match="is no journal that can be read"):
        Journal(tmp_path / "text", "model", alone=True)
    with sqlite3.connect(tmp_path / "theirs") as data:
        data.execute("CREATE TABLE articles (id TEXT)")
    data.close()
    before = (tmp_path / "theirs").read_bytes()
    with pytest.raises(InputError, match="is no journal of jiceng"):
        Journal(tmp_path / "theirs", "model")
    assert (tmp_path / "theirs").read_bytes() == before


def test_a_row_that_was_changed_is_read_anew(tmp_path: Path) -> None:
    with Journal(tmp_path / "j", "model") as journal:
        journal.put(SOURCE, SAID)
    with sqlite3.connect(tmp_path / "j") as data:
        data.execute("UPDATE articles SET said = replace(said, 'e', 'f')")
    data.close()
    with Journal(tmp_path / "j", "model") as journal:
        assert journal.get(SOURCE) is None


def test_whatever_a_reading_depends_on_changes_the_hash(
    small_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copytree(small_model, tmp_path / "m")
    copytree(CONFIGS, tmp_path / "configs")
    monkeypatch.setattr(made_by_module, "CONFIGS", tmp_path / "configs")
    stub = Stub(folder=tmp_path / "m")
    first = made_by(stub)
    assert made_by(Stub(folder=small_model)) == first, "a copy of the model is the same model"
    stub.origin = Origin(tmp_path / "m", 0.3)
    hashes = [first, made_by(stub)]
    for file in ("m/jiceng_ner/lexicon.json", "configs/ontology.yaml"):
        (tmp_path / file).write_text((tmp_path / file).read_text(encoding="utf-8") + " ", encoding="utf-8")
        hashes.append(made_by(stub))
    assert len(set(hashes)) == len(hashes)
    with pytest.raises(InputError, match="was not loaded from a folder"):
        made_by(Stub())


SOURCES = [Source(f"a{number}", f"村{number}。") for number in range(5)]


def said(version: int) -> DumpedArticle:
    return DumpedArticle(f'{{"v":{version}}}', ((f"e{version}", "村\u2028"),), (("f", "\U00020bb7"),), version)


class JournalMachine(RuleBasedStateMachine):
    """Whatever is put, written, lost by a crash or left by another model: what is found is what was put last."""

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "j"
        self.model = "a"
        self.written: dict[tuple[str, str], DumpedArticle] = {}
        self.put_since: dict[tuple[str, str], DumpedArticle] = {}
        self.journal = Journal(self.path, self.model, alone=True)

    @rule(source=st.sampled_from(SOURCES), version=st.integers(0, 9))
    def put(self, source: Source, version: int) -> None:
        self.journal._written = float("inf")  # no write by the clock
        self.journal.put(source, said(version))
        self.put_since[self.model, source.id] = said(version)

    @rule()
    def flush(self) -> None:
        self.journal.flush()
        self.written |= self.put_since
        self.put_since = {}

    @rule()
    def crash(self) -> None:
        """What a process that is killed leaves: the file, without what was not written."""
        self.journal._data.close()
        self.put_since = {}
        self.journal = Journal(self.path, self.model, alone=True)

    @rule()
    def crash_within_a_commit(self) -> None:
        self.journal._data.execute("BEGIN IMMEDIATE")
        self.journal._data.executemany("INSERT OR REPLACE INTO articles VALUES (?, ?, ?)", self.journal._waiting)
        self.crash()

    @rule(model=st.sampled_from("ab"))
    def end_and_go_on_with(self, model: str) -> None:
        self.journal.__exit__(None, None, None)
        self.written |= self.put_since
        self.put_since, self.model = {}, model
        self.journal = Journal(self.path, model, alone=True)

    @rule()
    def remove(self) -> None:
        self.journal.remove()
        self.journal.__exit__(None, None, None)
        assert list(Path(self.folder.name).iterdir()) == []
        self.written, self.put_since = {}, {}
        self.journal = Journal(self.path, self.model, alone=True)

    @invariant()
    def what_is_written_is_found(self) -> None:
        for source in SOURCES:
            assert self.journal.get(source) == self.written.get((self.model, source.id))

    def teardown(self) -> None:
        self.journal.__exit__(None, None, None)
        self.folder.cleanup()


TestJournalStates = JournalMachine.TestCase
TestJournalStates.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
