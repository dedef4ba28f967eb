"""One HTML file out of the page's parts and the data: nothing in it is fetched, and nothing in the data can run."""

import base64
import hashlib
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from jiceng.explorer.library import library_script, licence_text

PARTS: Final = Path(__file__).parent / "page"
# In the order in which they are run: each may use what stands above it.
SCRIPTS: Final = (
    "strings.js",
    "dom.js",
    "state.js",
    "values.js",
    "model.js",
    "saving.js",
    "marked_text.js",
    "mention_panel.js",
    "arcs.js",
    "articles.js",
    "fact_filter.js",
    "fact_rows.js",
    "facts.js",
    "graph_model.js",
    "graph_groups.js",
    "graph_layout.js",
    "graph_drawing.js",
    "graph_panel.js",
    "graph.js",
    "plots.js",
    "counties.js",
    "numbers.js",
    "compare_facts.js",
    "compare_texts.js",
    "compare.js",
    "keyboard.js",
    "main.js",
)
# What a script element's text could end or a viewer of the source could be misled by: tags, line separators that old
# readers of JSON refuse, controls that turn the direction of writing, halves of surrogate pairs (no UTF-8 holds them).
_UNSAFE = re.compile("[<>&\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def json_for_script(value: Any) -> str:
    """The value as JSON that may stand inside a script element, whatever its strings hold."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return _UNSAFE.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


def build_page(data: Any) -> str:
    """The page with `data` inside; see `jiceng.explorer.view` for what it must hold."""
    styles = [_part("page.css"), _part("graph.css")]
    scripts = [library_script(), *(_part(name) for name in SCRIPTS)]
    fields = {
        "policy": content_policy(scripts, styles),
        "styles": "\n".join(f"<style>{style}</style>" for style in styles),
        "data": json_for_script(data),
        "licence": "".join(f"  {line}".rstrip() + "\n" for line in licence_text().splitlines()),
        "scripts": "\n".join(f"<script>{script}</script>" for script in scripts),
    }
    # In one pass, so that nothing inside a field is taken for the name of another.
    return re.sub(r"\{\{(\w+)\}\}", lambda match: fields[match.group(1)], _part("page.html"))


def content_policy(scripts: Sequence[str], styles: Sequence[str]) -> str:
    """The content security policy: only these scripts and styles, pictures made in the page, and no request at all."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {_hashes(scripts)}",
            f"style-src {_hashes(styles)}",
            "img-src data: blob:",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        )
    )


def _hashes(texts: Sequence[str]) -> str:
    digests = (base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii") for text in texts)
    return " ".join(f"'sha256-{digest}'" for digest in digests)


def _part(name: str) -> str:
    return (PARTS / name).read_text(encoding="utf-8")
