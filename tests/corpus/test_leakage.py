from dataclasses import replace

from jiceng.corpus.article import Article
from jiceng.corpus.folder import Corpus
from jiceng.corpus.leakage import LeakageRules, leaks, load_rules, shared_runs

REAL = Article("real", "該縣在縣級成立疫情防控指揮中心,在邊境鄉鎮成立一線指揮部。")
RULES = LeakageRules(13, 10, ("在县级成立疫情防控指挥中心",), ("五级包保",))


def test_a_shared_run_is_found_across_scripts_and_white_space() -> None:
    copy = Article("s", "昨日，在边境乡镇成立一线指\n挥部。好。")
    assert list(leaks(copy, [REAL], RULES)) == ["s: shares “，在边境乡镇成立一线指挥部。” with a real article"]


def test_twelve_characters_are_no_leak_and_set_phrases_are_allowed() -> None:
    assert list(leaks(Article("s", "我们边境乡镇成立一线指挥部了"), [REAL], RULES)) == []
    assert list(leaks(Article("s", "他在县级成立疫情防控指挥中心。"), [REAL], replace(RULES, names=()))) == []


def test_a_forbidden_name_is_found() -> None:
    assert list(leaks(Article("s", "推行「五級包保」機制"), [], RULES)) == ["s: names 五级包保"]


def test_the_rules_would_catch_the_real_articles_themselves(corpus: Corpus) -> None:
    rules = load_rules()
    for article in corpus.gold:
        others = [item for item in corpus.gold if item.id != article.id]
        assert any("names" in leak for leak in leaks(article, others, rules))


def test_what_two_written_articles_share_is_found_once() -> None:
    one, two = Article("a", "全镇在河滩设立三个防汛值守点。"), Article("b", "昨日全镇在河滩设立三个防汛值守点")
    (found,) = shared_runs([two, one], RULES)
    assert found == "b: shares “全镇在河滩设立三个防” with a"
