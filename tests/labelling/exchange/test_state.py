from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiceng.errors import InputError
from jiceng.labelling.exchange.labels import Labels
from jiceng.labelling.exchange.merge import Base
from jiceng.labelling.exchange.state import State, read_state, state_file
from tests.labelling.strategies import labels_on

TEXT = "宁明县在边境一线143个卡点成立83个临时党支部"
bases = st.builds(Base, st.none() | labels_on(TEXT), labels_on(TEXT))


@given(
    st.dictionaries(st.sampled_from(["ruili", "baise@0-12", "s01"]), bases), st.sets(st.sampled_from(["ruili", "x"]))
)
def test_a_state_survives_its_file(
    tmp_path_factory: pytest.TempPathFactory, known: dict[str, Base], pending: set[str]
) -> None:
    path = state_file(tmp_path_factory.mktemp("annotations"), "0123456789abcdef")
    path.parent.mkdir()
    path.write_text(State("试标", known, pending).to_text(), encoding="utf-8")
    assert read_state(path, "试标") == State("试标", known, pending)


def test_what_labellers_started_from_stays_known_after_a_pull(tmp_path: Path) -> None:
    sent, now = Labels(frozenset({(0, 3, "GPE")})), Labels(frozenset({(0, 3, "LOC")}))
    state = State("试标")
    state.uploaded("ningming", Base(None, sent))
    state.met("ningming", Base(now, now))
    path = tmp_path / "0.json"
    path.write_text(state.to_text(), encoding="utf-8")
    assert read_state(path, "试标").started_from("ningming") == sent
    state.uploaded("ningming", Base(now, now))
    assert state.started_from("ningming") == now


def test_there_is_no_state_before_the_first_push(tmp_path: Path) -> None:
    assert read_state(tmp_path / "none.json", "试标") == State("试标")


def test_a_damaged_state_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "0.json"
    path.write_text('{"project": "x", "articles": {', encoding="utf-8")
    with pytest.raises(InputError, match="bring it back from version control"):
        read_state(path, "x")
