"""The systems of the five articles, checked by eye against their texts: `outlines.txt`."""

import json

import pytest

from jiceng.corpus.article import Article
from jiceng.knowledge.article import annotated
from jiceng.knowledge.records import System, SystemUnit
from jiceng.ontology import Ontology
from jiceng.writing.order import export_order
from jiceng.writing.validation import validate_lines
from tests.conftest import ROOT
from tests.systems.reading import built, shown

OUTLINES = (ROOT / "tests" / "systems" / "outlines.txt").read_text(encoding="utf-8").splitlines()


def test_the_outlines_are_those_read_by_eye(gold: dict[str, Article]) -> None:
    assert shown(*gold.values()) == OUTLINES


def unit(systems: list[System], *path: str) -> SystemUnit:
    units = [one for system in systems for one in system.units]
    for name in path:
        (found,) = [one for one in units if one.name == name]
        units = found.parts
    return found


@pytest.mark.parametrize(
    ("article", "path", "count", "holders"),
    [
        ("ningming", ("一级网格",), None, {"网格长": "党组织书记"}),
        ("ningming", ("一级网格", "二级网格"), 16, {"网格长": "党组织书记"}),
        ("ningming", ("一级网格", "二级网格", "三级网格"), 191, {"网格长": "党组织书记"}),
        ("ningming", ("一级网格", "二级网格", "三级网格", "四级网格"), 1052, {"网格长": "党组织书记"}),
        ("ningming", ("卡点",), 143, {}),
        ("ningming", ("卡点", "临时党支部"), 83, {}),
        ("ningming", ("疫情防控指挥中心", "一线指挥部"), None, {"一线指挥长": "乡镇党委书记"}),
        ("ruili", ("大网格",), 22, {"挂钩领导": "", "责任单位": ""}),
        ("ruili", ("大网格", "小网格"), 554, {"挂钩领导": "", "责任单位": ""}),
        ("menglian", ("片区",), 28, {"片长": "县级领导"}),
        ("menglian", ("片区", "网格"), 600, {"网格长": "辖区机关单位党组织书记", "单位": "", "网格员": "在职党员"}),
        ("baise", ("百色市疫情处置网格化防控五级包保指挥部", "专项小组"), 5, {}),
        ("baise", ("县级网格",), None, {"市领导": ""}),
        ("baise", ("县级网格", "乡镇网格"), None, {"县领导": ""}),
        ("lijiang", ("三长疫情防控责任网",), None, {"区长": "玉龙纳西族自治县委组织部长", "栋长": "副部长", "单元长": "股室负责人"}),
    ],
)  # fmt: skip
def test_what_a_reader_looks_for(
    gold: dict[str, Article], article: str, path: tuple[str, ...], count: int | None, holders: dict[str, str]
) -> None:
    found = unit(built([gold[article]]), *path)
    assert [value.amount for value in found.counts] == ([] if count is None else [count])
    assert {one.name: "、".join(end.name for end in one.held_by) for one in found.holders} == holders
    assert all(one.doc == article for one in found.evidence)


def test_one_first_level_is_reckoned_and_five_levels_are_named(gold: dict[str, Article]) -> None:
    assert unit(built([gold["ningming"]]), "一级网格").reckoned == 1
    mechanism = unit(built([gold["baise"]]), "五级包保工作机制")
    assert (mechanism.levels, mechanism.tiers) == (5, ["市", "县", "乡", "村", "屯"])


def test_systems_change_no_other_line(gold: dict[str, Article], ontology: Ontology) -> None:
    plain = list(export_order(annotated(gold.values())))
    lines = list(export_order(annotated(gold.values()), systems=True))
    assert list(validate_lines(lines, ontology, strict=True)) == []
    without = [line for line in lines if json.loads(line)["type"] != "system"]
    assert [line.replace('"schema":"1.2"', '"schema":"1.1"') for line in without] == plain
    assert len(lines) - len(without) == 8
