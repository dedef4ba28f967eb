import pytest

from jiceng.corpus.article import Article
from jiceng.ner.extents import allowed_extent, to_allowed
from jiceng.text.normalize import normalize
from jiceng.text.sentences import sentences


@pytest.mark.parametrize(
    ("sentence", "read", "label", "allowed"),
    [
        ("开展“敲门行动”。", "“敲门行动", "MEASURE", "敲门行动"),
        ("开展“敲门行动”。", "“敲门行动”", "MEASURE", "敲门行动"),
        ("开展“敲门行动”。", "敲门行动”", "MEASURE", "敲门行动"),
        ("组建129支“党员突击队”，", "“党员突击队", "TEAM", "党员突击队"),
        ("落实“五级包保”工作机制", "五级包保”工作机制", "MEASURE", "“五级包保”工作机制"),
        ("落实网格化“五级包保”工作机制", "网格化“五级包保”工作机制", "MEASURE", "“五级包保”工作机制"),
        ("用移动“小喇叭”宣传", "移动“小喇叭”", "RESOURCE", "小喇叭"),
        ("用移动“小喇叭”宣传", "移动“小喇叭", "RESOURCE", "小喇叭"),
        ("张贴《关于管控的通告》", "关于管控的通告", "RESOURCE", "《关于管控的通告》"),
        ("张贴《关于管控的通告》", "《关于管控的通告", "RESOURCE", "《关于管控的通告》"),
        ("充分发挥社区“大党委”作用", "社区“大党委”", "PARTY_ORG", "社区“大党委”"),
        ("村“两委”干部", "村“两委”干部", "ROLE", "村“两委”干部"),
        # a mark without its partner is left alone (rule 8: begin at the first word)
        ("建立三级联动”指挥体系", "三级联动”指挥体系", "MEASURE", "三级联动”指挥体系"),
    ],
)
def test_marks_belong_where_the_guide_puts_them(sentence: str, read: str, label: str, allowed: str) -> None:
    start = sentence.index(read)
    low, high = allowed_extent(sentence, start, start + len(read), label)
    assert sentence[low:high] == allowed


def test_readings_that_become_one_add_their_probabilities() -> None:
    text = "开展“敲门行动”"
    assert to_allowed(text, [(2, 7, "MEASURE", 0.5), (3, 7, "MEASURE", 0.25), (3, 7, "TEAM", 0.1)]) == [
        (3, 7, "MEASURE", 0.75),
        (3, 7, "TEAM", 0.1),
    ]


@pytest.mark.parametrize(
    ("sentence", "read", "mention"),
    [
        ("1个 镇同步", " 镇", "镇"),
        ("1套，与 百气象局", " 百气象局 ", "百气象局"),
        ("第十三条 城市道路", "第十三条 ", "第十三条"),
        ("开展“ 敲门行动 ”。", "“ 敲门行动 ”", "敲门行动"),
    ],
)
def test_a_mention_has_no_blanks_at_its_ends(sentence: str, read: str, mention: str) -> None:
    start = sentence.find(read)
    start, end = (start, start + len(read)) if start >= 0 else (sentence.index(read.strip()) - 1, len(sentence))
    [(low, high, _, _)] = to_allowed(sentence, [(start, end, "ORG", 0.9)])
    assert sentence[low:high] == mention


def test_blanks_alone_are_no_mention() -> None:
    assert to_allowed("各镇  同步", [(2, 4, "GPE", 0.9)]) == []


def test_every_gold_mention_keeps_its_extent(gold: dict[str, Article]) -> None:
    for article in gold.values():
        text = normalize(article.text)
        for start, end in sentences(article.text):
            low, high = text.to_norm(start, end) or (0, 0)
            for span in article.spans:
                place = text.to_norm(span.start, span.end)
                if place and low <= place[0] and place[1] <= high:
                    own = (place[0] - low, place[1] - low)
                    assert allowed_extent(text.norm[low:high], *own, span.label) == own, article.mention(span)
