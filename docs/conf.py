"""Sphinx's settings. Sphinx 9 because it does all that these pages need: Markdown (MyST), the public names from their
docstrings (autodoc), and a build that fails on a dead link or a public name that is left out (-W -n, and the check below).
Zensical has no documentation of Python names yet; MkDocs is unmaintained and its Material theme at its end of life.
"""

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

import jiceng

project = "jiceng"
author = copyright = "The jiceng developers"
release = version = jiceng.__version__
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
default_role = "code"
html_theme = "furo"
html_title = f"jiceng {release}"
html_copy_source = html_show_sourcelink = False
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]
autodoc_member_order = "bysource"
nitpicky = True
# What our signatures name and these pages do not describe: Python's own types, and those of the libraries beneath.
nitpick_ignore_regex = [
    ("py:.*", r"(collections\.abc|pathlib|typing|annotated_types|pydantic|spacy|thinc)\..*"),
    (
        "py:.*",
        r"(str|int|float|bool|tuple|list|dict|object|None|ValueError|Path|Iterable|Iterator|Mapping|Callable|Language)",
    ),
    (
        "py:.*",
        r"(Offset|Confidence|Origin|Number|Bound|DateKind|Scheme|Script|Record|Source|Metadata|Result|DocumentLine)",
    ),
    ("py:.*", r"jiceng\.[a-z].*"),
    ("py:.*", r"(Ge|Le|Gt|MinLen|MaxLen|Strict|FieldInfo|ConfigDict).*"),
]


def every_public_name_is_described(app: Sphinx, exception: Exception | None) -> None:
    """Fail if a name of `jiceng.__all__` has no description on any page."""
    if exception is None and app.builder.name == "html":
        described = {name.removeprefix("jiceng.") for name in app.env.domaindata["py"]["objects"]}
        if missing := sorted({*jiceng.__all__} - described - {"__version__"}):
            raise ExtensionError(f"no page describes {', '.join(f'jiceng.{name}' for name in missing)}")


def without_the_signature_of_records(
    app: Sphinx, what: str, name: str, obj: object, options: object, signature: str, returns: str
) -> tuple[str, str | None]:
    """A record's fields stand in the export's reference; pydantic's constructor says nothing more."""
    return ("", None) if hasattr(obj, "model_fields") else (signature, returns)


def setup(app: Sphinx) -> None:
    """Called by Sphinx."""
    app.connect("autodoc-process-signature", without_the_signature_of_records)
    app.connect("build-finished", every_public_name_is_described)
