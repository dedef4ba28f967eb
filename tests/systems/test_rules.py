"""The rules by which units stand below each other, and what is left out."""

from pathlib import Path

import pytest

from jiceng.errors import InputError
from jiceng.ontology import Ontology
from jiceng.systems.words import FILE, read_words
from tests.knowledge.reading import article
from tests.systems.reading import built, shown


def rows(text: str, relations: str) -> list[str]:
    return shown(article("a", text, relations))[1:]


def test_part_of_is_a_rule_of_its_own() -> None:
    text = "[石门县 GPE]的[指挥部 COMMAND]下设[工作组 COMMAND][7个 QUANTITY]。"
    said = "指挥部 LOCATED_IN 石门县\n工作组 PART_OF 指挥部\n工作组 HAS_COUNT 7个"
    assert rows(text, said) == ["  指挥", "    指挥部", "      工作组 7个"]


def test_a_body_that_leads_or_sets_up_another_is_above_it() -> None:
    text = "[石门县 GPE]成立[指挥部 COMMAND]，领导[工作组 COMMAND]，组建[巡逻队 TEAM][9支 QUANTITY]。"
    said = "石门县 ESTABLISHES 指挥部\n指挥部 LEADS 工作组\n指挥部 ESTABLISHES 巡逻队\n巡逻队 HAS_COUNT 9支"
    assert rows(text, said) == ["  指挥", "    指挥部", "      工作组", "      巡逻队 9支"]


@pytest.mark.parametrize(
    "names",
    [("一级网格", "二级网格", "三级网格"), ("大网格", "中网格", "微网格"), ("县级网格", "乡镇网格", "村级网格")],
)
def test_words_of_level_make_levels(names: tuple[str, ...]) -> None:
    text = "[石门县 GPE]设" + "、".join(
        f"[{count}个 QUANTITY][{name} GRID]" for count, name in zip((3, 40, 500), names, strict=True)
    )
    said = "\n".join(
        f"石门县 ESTABLISHES {name}\n{name} HAS_COUNT {count}个"
        for count, name in zip((3, 40, 500), names, strict=True)
    )
    assert rows(text, said) == ["  网格", f"    {names[0]} 3个", f"      {names[1]} 40个", f"        {names[2]} 500个"]


def test_levels_of_two_places_are_two_systems() -> None:
    text = "[石门县 GPE]设[3个 QUANTITY][一级网格 GRID]。[桃源县 GPE]设[8个 QUANTITY][二级网格 GRID]。"
    said = "石门县 ESTABLISHES 一级网格\n一级网格 HAS_COUNT 3个\n桃源县 ESTABLISHES 二级网格\n二级网格 HAS_COUNT 8个"
    assert [system.place and system.place.name for system in built([article("a", text, said)])] == ["石门县", "桃源县"]


def test_what_is_planned_is_no_part_of_a_system() -> None:
    from dataclasses import replace

    text = "[石门县 GPE]计划成立[突击队 TEAM][25支 QUANTITY]。"
    one = article("a", text, "石门县 ESTABLISHES 突击队\n突击队 HAS_COUNT 25支")
    planned = tuple(replace(relation, status="planned") for relation in one.relations)
    assert built([replace(one, relations=planned)]) == []


def test_since_when() -> None:
    text = "[2022年3月1日 DATE]，[石门县 GPE]成立[指挥部 COMMAND]，由[县长 ROLE]任[指挥长 ROLE]。"
    said = "石门县 ESTABLISHES 指挥部\n指挥部 ON_DATE 2022年3月1日\n县长 SERVES_AS 指挥长\n指挥长 LEADS 指挥部"
    assert rows(text, said) == ["  指挥", "    指挥部  负责人：指挥长（石门县长）  自2022-03-01"]


def test_a_place_where_something_merely_is_makes_no_unit() -> None:
    assert built([article("a", "[群众 ROLE]在[卡点 CHECKPOINT]登记。", "群众 LOCATED_IN 卡点")]) == []


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("section\t指挥\tCOMMAND", "section\t指挥\tCOMAND", "'COMAND' is not a label of the ontology"),
        ("section\t指挥", "sections\t指挥", "'sections' is none of the rules"),
        ("scale\tsize\t大 中", "scale\tsize\t大 大", "'大' stands in it twice"),
        ("order\t-", "# order\t-", "has 0 rows of order; one is needed"),
    ],
)
def test_a_fault_of_the_table_is_named(tmp_path: Path, ontology: Ontology, old: str, new: str, problem: str) -> None:
    path = tmp_path / "systems.tsv"
    path.write_text(FILE.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(InputError, match=problem):
        read_words(path, ontology)
