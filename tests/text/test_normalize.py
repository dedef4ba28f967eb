import opencc
import pytest
from hypothesis import given

from jiceng.configs import CONFIGS, read_rows
from jiceng.corpus.article import Article
from jiceng.places.divisions import default_divisions
from jiceng.text.markup import Written, without_markup
from jiceng.text.normalize import normalize
from tests.strategies import texts


@pytest.mark.parametrize(
    ("raw", "norm"),
    [
        ("宁明县在143个卡点成立83个临时党支部", "宁明县在143个卡点成立83个临时党支部"),
        ("在卡點成立臨時黨支部,黨員幹部隨時待命", "在卡点成立临时党支部，党员干部随时待命"),
        ("戰斗在一線的干部和著名專家的原著", "战斗在一线的干部和著名专家的原著"),  # naive conversion; 著 in 原著 stays
        ("隨著疫情發展,社群著力排查", "随着疫情发展，社区着力排查"),
        ("社群工作者用行動電話拍攝影片", "社区工作者用移动电话拍摄视频"),
        ("社群媒体", "社群媒体"),  # simplified text is never converted
        ("发放3,000多件(套);14:17到达", "发放3,000多件（套）；14:17到达"),
        ("「五級包保」『一線』", "“五级包保”‘一线’"),
        ('"格"中有责,"林"中无烟', "“格”中有责，“林”中无烟"),
        ("２万余名﹔Ａ组", "2万余名；A组"),
        ("二O二〇年、一九九Ｏ年，O型血二o", "二〇二〇年、一九九〇年，O型血二o"),
        ("乾安縣、乾州街道和乾務鎮設立檢查站，餅乾乾燥", "乾安县、乾州街道和乾务镇设立检查站，饼干干燥"),
        ("中衞市衞生部門與敍州區設立檢查站", "中卫市卫生部门与叙州区设立检查站"),
        ("", ""),
    ],
)
def test_normalisation(raw: str, norm: str) -> None:
    assert normalize(raw).norm == norm


@pytest.mark.parametrize("config", ["s2t", "s2tw", "s2hk"])
def test_names_of_places_come_back_from_traditional_script(config: str) -> None:
    converter, divisions = opencc.OpenCC(config), default_divisions()
    names = {name for division in divisions.by_code.values() for name in (division.name, *division.aliases)}
    names |= {name for row in read_rows(CONFIGS / "divisions" / "townships.tsv", 2) for name in row[1].split()}
    before, after = "發佈疫情防控通報，於", "設立檢查站個"
    lost = []
    for name in sorted(names):
        norm = normalize(before + converter.convert(name) + after).norm
        if norm[len(before) : len(norm) - len(after)] != name:
            lost.append(name)
    assert lost == []


def test_simplified_lines_of_a_mixed_text_stay_as_they_are() -> None:
    text = normalize("社群运营和党员干部下沉到网格\n在卡點成立臨時黨支部,社群居民參與")
    assert text.script == "mixed"
    assert text.norm == "社群运营和党员干部下沉到网格\n在卡点成立临时党支部，社区居民参与"


def test_a_replaced_word_of_another_length_keeps_its_extent() -> None:
    text = normalize("他用智慧手機與衛星電話聯繫計程車司機")
    at = text.norm.index("出租车司机")
    assert text.to_raw(at, at + 3) == (13, 16)
    text = normalize("發放快閃記憶體給隊員")  # 快闪记忆体 → 闪存, shorter
    at = text.norm.index("闪存")
    assert text.raw[slice(*text.to_raw(at, at + 2))] == "快閃記憶體"
    assert text.raw[slice(*text.to_raw(at, at + 1))] == "快閃記憶體"  # half of the new word is still the whole old one
    assert text.to_norm(2, 7) == (at, at + 2)
    assert text.to_norm(2, 4) is None  # an end inside the replaced word


def test_every_gold_mention_survives_the_way_there_and_back(gold: dict[str, Article]) -> None:
    for article in gold.values():
        text = normalize(article.text)
        for span in article.spans:
            extent = text.to_norm(span.start, span.end)
            assert extent is not None, article.mention(span)
            assert text.to_raw(*extent) == (span.start, span.end)


def markup_extents(written: Written) -> list[tuple[int, int]]:
    return list(zip(written.starts, written.ends, strict=True))


@given(texts)
def test_the_alignment_covers_the_raw_text_in_order(raw: str) -> None:
    text = normalize(raw)
    assert len(text.norm) == len(text.starts) == len(text.ends)
    assert list(text.starts) == sorted(text.starts)
    assert list(text.ends) == sorted(text.ends)
    covered = {at for start, end in zip(text.starts, text.ends, strict=True) for at in range(start, end)}
    markup = without_markup(raw)
    left = (
        range(len(raw)) if markup is None else (at for low, high in markup_extents(markup) for at in range(low, high))
    )
    assert covered == set(left)


@given(texts)
def test_every_stretch_of_the_norm_has_a_raw_extent_that_leads_back(raw: str) -> None:
    text = normalize(raw)
    for start in range(0, len(text.norm), 3):
        end = min(len(text.norm), start + 4)
        low, high = text.to_raw(start, end)
        assert 0 <= low < high <= len(raw)
        back = text.to_norm(low, high)
        assert back is not None
        assert back[0] <= start and end <= back[1]
