from pathlib import Path

import pytest

from jiceng.errors import InputError
from jiceng.labelling.exchange.transaction import locked, replace_together


class PowerCut(BaseException):
    """The machine stops."""


def contents(folder: Path) -> dict[str, str]:
    return {str(p.relative_to(folder)): p.read_text(encoding="utf-8") for p in folder.rglob("*.jsonl")}


OLD = {"gold/baise.jsonl": "旧一", "gold/ruili.jsonl": "旧二"}
NEW = {"gold/baise.jsonl": "新一", "gold/ruili.jsonl": "新二", "passes/anna/ruili.jsonl": "新三"}


@pytest.mark.parametrize("survived", range(9))
def test_a_power_cut_at_any_step_leaves_all_old_or_all_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, survived: int
) -> None:
    for name, text in OLD.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    real, steps = Path.replace, iter(range(survived))

    def replace(self: Path, target: Path) -> Path:
        if next(steps, None) is None:
            raise PowerCut
        return real(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", replace)
        try:
            with locked(tmp_path):
                replace_together(tmp_path, {tmp_path / name: text for name, text in NEW.items()})
        except PowerCut:
            assert survived < 7  # three files staged, the plan, three files moved
    with locked(tmp_path):  # what the next command does first
        pass
    assert contents(tmp_path) == (NEW if survived >= 4 else OLD)
    assert not (tmp_path / ".sync" / "unfinished").exists()


def test_two_at_once_do_not_mix(tmp_path: Path) -> None:
    with locked(tmp_path), pytest.raises(InputError, match="another push or pull is at work"), locked(tmp_path):
        pass
