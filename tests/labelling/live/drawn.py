"""How many labels of a project the labelling page draws, read as a person reads: scrolled by and by, looked at where
the page stands still. `python -m tests.labelling.live.drawn` counts it for the five real articles, whole and in pieces.
"""

import json
import sys
import tempfile
import time
from pathlib import Path

from selenium.webdriver.remote.webdriver import WebDriver

from jiceng.corpus.folder import read_articles
from jiceng.labelling.exchange.fetch import fetch
from jiceng.labelling.exchange.items import Item
from jiceng.labelling.exchange.pieces import LINES
from jiceng.labelling.exchange.push import push
from jiceng.labelling.exchange.state import State
from jiceng.labelling.server import local as server
from jiceng.labelling.server.connection import Address, connect, get_json
from jiceng.labelling.server.environments import server_environment
from tests.labelling.live.browser import LabellingPage, chromium
from tests.labelling.live.conftest import ROOT, free_port

# The lines on the screen: first and last character (UTF-16 units), and the numbers of the spans drawn in each.
_LINES = """
return [...document.querySelectorAll('svg[id^=svg]')].flatMap((line) => {
  const box = line.getBoundingClientRect();
  if (box.bottom < 120 || box.top > innerHeight - 20) return [];
  const drawn = [...line.querySelectorAll('g')].filter((group) => {
    const shape = group.__vue__;
    return shape && shape.$props && 'ranges' in shape.$props && group.querySelector('text')?.textContent.trim()
      && group.getBoundingClientRect().width > 0;
  });
  return [[...line.id.slice(3).split(':').map(Number), drawn.map((group) => group.__vue__.$vnode.key)]];
});
"""
# Pixels a turn of the wheel, turns between two looks, seconds a turn, and until a page that stands still is judged.
_WHEEL, _TURNS, _TURN, _STILL = 100, 5, 0.04, 1.5


def undrawn(driver: WebDriver, starts: dict[int, int]) -> set[int]:
    """The spans of the open example that are not drawn where they should be. `starts`: number of a span → its start."""
    missing: set[int] = set()
    while True:
        missing |= _missing_here(driver, starts)
        position, height, window = driver.execute_script(
            "return [scrollY, document.documentElement.scrollHeight, innerHeight]"
        )
        if position + window >= height - 2:
            return missing
        for _ in range(_TURNS):
            driver.execute_script(f"scrollBy(0, {_WHEEL})")
            time.sleep(_TURN)


def _missing_here(driver: WebDriver, starts: dict[int, int]) -> set[int]:
    deadline = time.monotonic() + _STILL
    while True:
        missing = {
            number
            for low, high, drawn in driver.execute_script(_LINES)
            for number, start in starts.items()
            if low <= start < high and number not in drawn
        }
        if not missing or time.monotonic() > deadline:
            return missing
        time.sleep(0.1)


def count(page: LabellingPage, client: object, project: int, examples: list[tuple[int, str]]) -> dict[str, list[int]]:
    """Per article: labels, and labels that the page did not draw. `examples`: number and article, in the page's order."""
    found: dict[str, list[int]] = {}
    for place, (example, article) in enumerate(examples, start=1):
        spans = get_json(client, f"projects/{project}/examples/{example}/spans")  # type: ignore[arg-type]
        page.open(project, place)
        missing = undrawn(page.driver, {span["id"]: span["start_offset"] for span in spans})
        totals = found.setdefault(article, [0, 0])
        totals[0] += len(spans)
        totals[1] += len(missing)
    return found


def main() -> None:
    """Count for the five real articles, each as one example and in pieces."""
    from tests.labelling.live.test_round_trip import new_project

    with tempfile.TemporaryDirectory() as name:
        data = Path(name) / "server"
        *_, url = server.start(data, server_environment(), free_port())
        try:
            admin = connect(Address(url, user=server.ADMIN, password=server.password(data)))
            items = [Item(article, "gold") for article in read_articles(ROOT / "annotations" / "gold")]
            for how, lines in {"whole": 10**6, "pieces": LINES}.items():
                if sys.argv[1:] not in ([], [how]):
                    continue
                project = new_project(admin)
                list(push(admin, project, items, State(project.name), Path(name) / f"{how}.json", {}, lines=lines))
                examples = [(e.example, e.article) for e in fetch(admin, project)]
                with chromium(Path(name) / how) as driver:
                    page = LabellingPage(driver, f"{url}/zh")
                    page.log_in(server.ADMIN, server.password(data))
                    print(how, len(examples), json.dumps(count(page, admin, project.id, examples)), flush=True)
        finally:
            server.stop(data)


if __name__ == "__main__":
    main()
