"""The pictures of the README and of docs/explorer.md, taken of the page of the five annotated articles.

`python -m tests.explorer.screenshots` (`make explorer-pictures`) writes them; it needs Chromium, chromedriver and a
Chinese font.
"""

import io
import tempfile
from pathlib import Path

from PIL import Image

from jiceng.explorer.view import write_view
from jiceng.ontology import default_ontology
from tests.explorer.live.browser import Page, chromium
from tests.explorer.real import ANNOTATIONS, gold_export

PICTURES = ANNOTATIONS.parent / "docs" / "explorer"
ARTICLES = ("baise", "lijiang", "menglian", "ningming", "ruili")
LIMIT = 300_000


def main() -> None:
    """Take the pictures."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="jiceng-") as name:
        folder = Path(name)
        gold = gold_export(folder / "gold.jsonl")
        changed = folder / "later.jsonl"
        changed.write_text(gold.read_text(encoding="utf-8").replace('"amount":83,', '"amount":90,'), encoding="utf-8")
        paths = {}
        for stem, exports in (("one", [gold]), ("two", [gold, changed])):
            paths[stem] = folder / f"{stem}.html"
            write_view(exports, ANNOTATIONS / "articles", paths[stem], default_ontology())
        with chromium(folder, size=(1440, 1000)) as driver:
            take(Page(driver, paths["one"], folder))
            two = Page(driver, paths["two"], folder).open("#compare")
            two.choose("#kind", "number")
            keep(two, "compare")


def take(page: Page) -> None:
    """The pictures of one export."""
    page.open("#articles/ningming")
    target = page.mention("临时党支部")
    target.click()
    page.run("arguments[0].scrollIntoView({block: 'center'}); dispatchEvent(new Event('resize'))", target)
    keep(page, "article")
    page.open("#facts")
    page.type("#search", "网格")
    keep(page, "facts")
    page.open("#graph")
    for name in ARTICLES:
        page.choose("#graph-article", page.run("return String(Models.now.numberOf(arguments[0]))", name))
        keep(page, f"graph-{name}")
    page.choose("#graph-article", page.run("return String(Models.now.numberOf('ningming'))"))
    page.node("宁明县").click()
    keep(page, "overview")
    page.open("#numbers")
    page.choose("#thing", "GRID")
    keep(page, "numbers")


def keep(page: Page, name: str) -> None:
    """Write a picture of what is in the window."""
    path = PICTURES / f"{name}.png"
    picture = Image.open(io.BytesIO(page.driver.get_screenshot_as_png())).convert("RGB")
    picture.save(path, optimize=True)
    if path.stat().st_size >= LIMIT:
        # 256 colours are enough for letters on tints, and a fourth of the size.
        picture.quantize(256, kmeans=4, dither=Image.Dither.NONE).save(path, optimize=True)
    size = path.stat().st_size
    assert size < LIMIT, f"{path} has {size} bytes"
    print(f"{path}: {size // 1000} kB")


if __name__ == "__main__":
    main()
