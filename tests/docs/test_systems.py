"""docs/systems.md names every field, kind and rule of a finding, and shows what the command says."""

import re

from jiceng.audit.findings import Finding, Kind, Rule, Said
from jiceng.audit.report import report
from jiceng.audit.words import RULES
from jiceng.configs import CONFIGS
from tests.audit.pairs import findings, read_pairs
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "systems.md").read_text(encoding="utf-8")


def test_every_field_kind_and_rule_is_described() -> None:
    described = set(re.findall(r"`(\w+)`", PAGE))
    assert {*Finding.model_fields, *Said.model_fields, *Kind.__args__, *Rule.__args__} <= described


def test_the_example_is_what_the_audit_says_of_its_pairs() -> None:
    shown = PAGE.split("as an export, give:\n\n")[1].split("\n\n### ")[0]
    quoted = {int(number) for number in re.findall(r"^ +(\d{3})[ab][:,]", shown, flags=re.MULTILINE)}
    for pair in read_pairs():
        if pair.number in quoted:
            for line in report(findings(pair.articles, pair.published)):
                assert not line.startswith("  ") or f"    {line}" in shown.splitlines()


def test_the_table_of_words_explains_each_of_its_rules() -> None:
    table = (CONFIGS / "knowledge" / "audit.tsv").read_text(encoding="utf-8")
    comment = "\n".join(line for line in table.splitlines() if line.startswith("#"))
    assert [rule for rule in RULES if not re.search(rf"\b{rule}\b", comment)] == []
