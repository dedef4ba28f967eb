"""One browser for all tests, and pages made once: the five articles, two exports, no texts, hostile strings, a large one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver.remote.webdriver import WebDriver

from jiceng.explorer.view import write_view
from jiceng.ontology import default_ontology
from tests.conftest import DATA
from tests.explorer.exports import hostile_export, large_export, later_export, write
from tests.explorer.live.browser import Page, chromium
from tests.explorer.real import gold_export

ARTICLES = DATA / "articles"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All that lies here is for `make test-explorer`."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("explorer")


@pytest.fixture(scope="session")
def driver(desk: Path) -> Iterator[WebDriver]:
    with chromium(desk) as driver:
        yield driver


@pytest.fixture(scope="session")
def gold(desk: Path) -> Path:
    """The export of the annotated articles."""
    return gold_export(desk / "gold.jsonl", DATA)


@pytest.fixture(scope="session")
def pages(desk: Path, gold: Path) -> dict[str, Path]:
    changed = desk / "later.jsonl"
    # The same articles as if a model had read them a little otherwise.
    lines = gold.read_text(encoding="utf-8").replace('"amount":83,', '"amount":90,').split("\n")
    changed.write_text("\n".join(line for line in lines if '":"LEADS"' not in line), encoding="utf-8")
    views = {"five": ([gold], ARTICLES), "two": ([gold, changed], ARTICLES), "bare": ([gold], None)}
    for name, make in (("hostile", hostile_export), ("large", large_export), ("contract", later_export)):
        made, texts = make()
        folder = desk / f"{name}-texts"
        folder.mkdir()
        for number, text in enumerate(texts.values()):
            (folder / f"{number}.txt").write_bytes(text.encode("utf-8"))
        views[name] = ([write(desk / f"{name}.jsonl", made)], folder)
    paths = {name: desk / f"{name}.html" for name in views}
    for name, (exports, texts_folder) in views.items():
        write_view(exports, texts_folder, paths[name], default_ontology())
    return paths


@pytest.fixture
def page(request: pytest.FixtureRequest, driver: WebDriver, pages: dict[str, Path], desk: Path) -> Iterator[Page]:
    """A page, by default that of the five articles; afterwards the browser must have nothing to complain of."""
    driver.set_window_size(1280, 900)
    page = Page(driver, pages[getattr(request, "param", "five")], desk / "saved")
    page.requests()
    page.complaints()
    yield page.open()
    assert page.complaints() == []
    assert page.requests() == []
