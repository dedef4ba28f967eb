"""Size, first paint and filter time of the page with 10,000 facts and 200 articles, and of the five articles' page.

`python -m tests.explorer.measure` prints a table for docs/explorer.md. It needs Chromium and chromedriver.
"""

import platform
import tempfile
from pathlib import Path
from statistics import median

from jiceng.explorer.view import write_view
from jiceng.ontology import default_ontology
from tests.explorer.exports import large_export, write
from tests.explorer.live.browser import Page, chromium
from tests.explorer.live.timing import filter_times, first_paint, ready
from tests.explorer.real import ANNOTATIONS, gold_export

ROUNDS = 5


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory(prefix="jiceng-") as name:
        folder = Path(name)
        lines, texts = large_export()
        (folder / "texts").mkdir()
        for identity, text in texts.items():
            (folder / "texts" / f"{identity}.txt").write_bytes(text.encode("utf-8"))
        cases = {
            "the five articles": (gold_export(folder / "gold.jsonl"), ANNOTATIONS / "articles"),
            "200 articles": (write(folder / "large.jsonl", lines), folder / "texts"),
        }
        print(
            "| page | articles | facts | size | first paint | ready | filter, median | filter, slowest | the graph of all |"
        )
        print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
        with chromium(folder) as driver:
            for title, (export, known) in cases.items():
                path = folder / "view.html"
                write_view([export], known, path, default_ontology())
                print(row(title, Page(driver, path, folder / "saved")))
            version = driver.capabilities["browserVersion"]
        print(f"\nChromium {version} without a GPU, {platform.machine()}; median of {ROUNDS} openings")


def row(title: str, page: Page) -> str:
    """The page's row of the table."""
    paints, readies, filters, graphs = [], [], [], []
    for _ in range(ROUNDS):
        page.open()
        paints.append(first_paint(page))
        readies.append(ready(page))
        page.view("facts")
        filters += filter_times(page)
        graphs.append(float(page.run("const t = performance.now(); go('graph'); return performance.now() - t")))
        page.run("go('articles')")
    articles, facts = page.run("return [Models.now.documents.length, Models.now.facts.length]")
    size = page.path.stat().st_size / 1e6
    times = (median(paints), median(readies), median(filters), max(filters), median(graphs))
    return (
        f"| {title} | {articles} | {facts:,} | {size:.1f} MB | " + " | ".join(f"{time:.0f} ms" for time in times) + " |"
    )


if __name__ == "__main__":
    main()
