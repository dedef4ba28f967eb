import json
import shutil
from pathlib import Path

import pytest

from jiceng.configs import CONFIGS
from jiceng.errors import InputError
from jiceng.ner.inputs.lexicon import Lexicon, load_lexicon


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


def test_the_longest_head_that_ends_at_a_place_is_found(lexicon: Lexicon) -> None:
    text = "成立临时党支部"
    found = {text[start:end]: labels for start, end, labels in lexicon.find_heads(text)}
    assert found["临时党支部"] == ("TEMP_BRANCH",)
    assert "党支部" not in found


@pytest.mark.parametrize(
    ("text", "label", "found"),
    [
        ("约20余万人", "QUANTITY", "约20余万人"),
        ("近4万名党员", "QUANTITY", "近4万名"),
        ("3000多件（套）物资", "QUANTITY", "3000多件（套）"),
        ("5-10户为单位", "QUANTITY", "5-10户"),
        ("占60%以上", "QUANTITY", "60%以上"),
        ("三分之二的村", "QUANTITY", "三分之二"),
        ("数十名民兵", "QUANTITY", "数十名"),
        ("2022年2月27日零时起", "DATE", "2022年2月27日零时"),
        ("每天巡查", "DATE", "每天"),
        ("连续14天无新增", "DATE", "14天"),
        ("2月21日24时", "DATE", "2月21日24时"),
        ("今年以来", "DATE", "今年以来"),
    ],
)
def test_patterns(lexicon: Lexicon, text: str, label: str, found: str) -> None:
    assert found in {text[start:end] for start, end, name in lexicon.find_patterns(text) if name == label}


def test_surnames_of_one_and_two_characters(lexicon: Lexicon) -> None:
    assert lexicon.starts_surname("杨秋佳", 0)
    assert lexicon.starts_surname("欧阳明", 0)
    assert not lexicon.starts_surname("的", 0)


def test_a_lexicon_survives_json(lexicon: Lexicon) -> None:
    assert Lexicon.from_json(json.loads(json.dumps(lexicon.to_json()))) == Lexicon(
        dict(sorted(lexicon.heads.items())), lexicon.patterns, lexicon.surnames
    )


@pytest.mark.parametrize(
    ("file", "line", "message"),
    [
        ("heads.tsv", "VERB\t巡逻", "VERB is not a label of the ontology"),
        ("heads.tsv", "GPE 省", "1 columns, 2 are needed, separated by tabs"),
        ("patterns.yaml", '    - "("', "is no regular expression"),
    ],
)
def test_a_faulty_lexicon_is_refused(tmp_path: Path, file: str, line: str, message: str) -> None:
    shutil.copytree(CONFIGS / "lexicon", tmp_path, dirs_exist_ok=True)
    path = tmp_path / file
    path.write_text(path.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=message):
        load_lexicon(tmp_path)
