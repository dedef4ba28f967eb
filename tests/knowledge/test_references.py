import pytest

from tests.knowledge.reading import article, entities, export


def names(text: str) -> dict[str, int]:
    """The things of an article that are no places, with how often each is mentioned."""
    return {
        name: row["mentions"] for name, row in entities(export(article("a", text))).items() if row["label"] != "GPE"
    }


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # The end of the only longer name before it.
        ("设立[文秀先锋岗 TEAM]，党员认领[先锋岗 TEAM]。", {"文秀先锋岗": 2}),
        ("组建[党员突击队 TEAM]，[突击队 TEAM]值守。", {"党员突击队": 2}),
        # Two longer names: which one is meant is not sure.
        (
            "[党员突击队 TEAM]和[青年突击队 TEAM]到岗，[突击队 TEAM]值守。",
            {"党员突击队": 1, "青年突击队": 1, "突击队": 1},
        ),
        # The longer name comes later, so the short one did not mean it.
        ("[突击队 TEAM]值守，[党员突击队 TEAM]值守。", {"突击队": 1, "党员突击队": 1}),
        # A word for a whole class, and a list.
        ("[社区党组织 PARTY_ORG]动员，[党组织 PARTY_ORG]响应。", {"社区党组织": 1, "党组织": 1}),
        ("[街道、社区党组织 PARTY_ORG]动员，[社区党组织 PARTY_ORG]响应。", {"街道、社区党组织": 1, "社区党组织": 1}),
        # Other labels: 干部 are more than 党员干部.
        ("[党员干部 ROLE]值守，[干部 ROLE]值守。", {"党员干部": 1, "干部": 1}),
        # Words that only point.
        ("组建[军警地联防联治巡逻队 TEAM]，发挥[队伍 TEAM]优势，[该队 TEAM]值守。", {"军警地联防联治巡逻队": 3}),
        ("成立[西落临时党支部 TEMP_BRANCH]，[该支部 TEMP_BRANCH]开会。", {"西落临时党支部": 2}),
        ("[队伍 TEAM]值守。", {"队伍": 1}),
    ],
)
def test_short_forms_and_pointers(text: str, found: dict[str, int]) -> None:
    assert names(text) == found


def test_an_article_may_declare_a_short_form() -> None:
    rows = export(article("a", "[普洱市政协 ORG]（以下简称“州政协”）派出队员。[州政协 ORG]要求值守。"))
    body = entities(rows)["普洱市政协"]
    assert (body["mentions"], body["aliases"], body["place"]) == (2, ["州政协"], "gbt2260:530800")


def test_a_pointers_words_are_no_name_of_the_thing() -> None:
    rows = export(article("a", "组建[军警地联防联治巡逻队 TEAM]，发挥[队伍 TEAM]优势。"))
    assert entities(rows)["军警地联防联治巡逻队"]["aliases"] == []
