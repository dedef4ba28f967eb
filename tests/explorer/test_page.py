import base64
import hashlib
import json
import re
from html.parser import HTMLParser

import pytest

from jiceng.explorer.appearance import appearance, looks
from jiceng.explorer.page import PARTS, SCRIPTS, build_page, json_for_script
from jiceng.explorer.reading import collect
from jiceng.explorer.view import view_data
from jiceng.ontology import Ontology
from tests.explorer.exports import HOSTILE, hostile_export


class Elements(HTMLParser):
    """Scripts and styles of a page with their text, as a browser cuts them out."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=False)
        self.found: list[tuple[str, dict[str, str | None], str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs), ""))

    def handle_data(self, data: str) -> None:
        if self.found:
            tag, attributes, text = self.found[-1]
            self.found[-1] = (tag, attributes, text + data)

    def handle_endtag(self, tag: str) -> None:
        self.found.append((f"/{tag}", {}, ""))


@pytest.fixture(scope="module")
def page() -> str:
    lines, texts = hostile_export()
    export = collect((json.dumps(line) for line in lines), "k", "k")
    from jiceng.ontology import default_ontology

    return build_page(view_data([export, export], [texts, {}], default_ontology()))


@pytest.mark.parametrize("text", [*HOSTILE, "\ud800", "\x00"])
def test_no_string_ends_the_element_that_holds_it_and_none_is_changed(text: str) -> None:
    written = json_for_script({text: [text]})
    assert not re.search("[<>&\u2028\u2029\u202a-\u202e\u2066-\u2069]", written)
    written.encode("utf-8")
    assert json.loads(written) == {text: [text]}


def test_the_page_has_its_own_scripts_and_no_other(page: str) -> None:
    scripts = [(attributes, text) for tag, attributes, text in Elements(page).found if tag == "script"]
    assert len(scripts) == 2 + len(SCRIPTS)
    assert [attributes for attributes, _ in scripts if attributes] == [{"type": "application/json", "id": "data"}]
    assert not [1 for tag, attributes, _ in Elements(page).found if {"src", "style"} & set(attributes) or tag == "img"]


def test_the_policy_allows_exactly_these_scripts_and_styles(page: str) -> None:
    (policy,) = (
        a["content"] or "" for tag, a, _ in Elements(page).found if a.get("http-equiv") == "Content-Security-Policy"
    )
    rules = {rule.split()[0]: set(rule.split()[1:]) for rule in policy.split("; ")}
    assert rules["default-src"] == {"'none'"}
    for tag, rule in (("script", "script-src"), ("style", "style-src")):
        texts = [text for name, attributes, text in Elements(page).found if name == tag and not attributes]
        digests = {base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in texts}
        assert rules[rule] == {f"'sha256-{digest}'" for digest in digests}


def test_the_page_says_the_licence_of_the_library(page: str) -> None:
    assert "Mike Bostock" in page
    assert "Permission to use, copy, modify" in page


@pytest.mark.parametrize("name", SCRIPTS)
def test_no_script_reads_markup_or_reaches_out(name: str) -> None:
    text = (PARTS / name).read_text(encoding="utf-8")
    forbidden = r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b|Function\(|fetch\(|XMLHttp|WebSocket|sendBeacon|import\(|localStorage|https?://(?!www\.w3\.org/2000/svg)"
    assert not re.search(forbidden, text)
    assert text.startswith('"use strict";\n')
    assert "</" not in text
    assert "<!--" not in text


def test_every_part_is_in_the_page() -> None:
    assert sorted(SCRIPTS) == sorted(path.name for path in PARTS.glob("*.js"))


def test_both_languages_have_the_same_words() -> None:
    text = (PARTS / "strings.js").read_text(encoding="utf-8")
    chinese, english = text.split("  en: {")
    keys = [re.findall(r"(?:^\s*|[{,]\s*)(\w+): \"", part, re.MULTILINE) for part in (chinese, english)]
    assert keys[0] == keys[1]
    assert len(keys[0]) == len(set(keys[0]))


def test_types_are_told_apart_without_colour(ontology: Ontology) -> None:
    types = appearance(ontology)["entities"]
    assert len({entity["letter"] for entity in types}) == len(types)
    # The graph has no numbers and dates; its types are told apart by shape within their hue.
    assert len({(look[0], look[2]) for look in looks().values()}) == len(looks())
    assert {entity["label"] for entity in types} - set(looks()) == {"QUANTITY", "DATE"}


# What red-green blind eyes see of a colour: Machado, Oliveira and Fernandes (2009), linear RGB, full severity.
PROTANOPIA = ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998))
DEUTERANOPIA = ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881))


@pytest.mark.parametrize("eyes", [PROTANOPIA, DEUTERANOPIA], ids=["protanopia", "deuteranopia"])
def test_hues_of_the_second_palette_stay_apart_for_colour_blind_eyes(eyes: tuple[tuple[float, ...], ...]) -> None:
    hues = sorted({look[0] for look in looks().values()})
    seen = [lab(eyes, hue) for hue in hues]
    distances = [
        sum((a - b) ** 2 for a, b in zip(x, y, strict=True)) ** 0.5 for i, x in enumerate(seen) for y in seen[:i]
    ]
    # 2.3 is the least difference that eyes notice side by side.
    assert min(distances) > 5 * 2.3


def lab(eyes: tuple[tuple[float, ...], ...], colour: str) -> tuple[float, float, float]:
    """CIE L*a*b* of a colour as these eyes see it."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    red, green, blue = (min(1, max(0, sum(m * c for m, c in zip(row, linear, strict=True)))) for row in eyes)
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    fx, fy, fz = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)
