"""Times as the browser measures them, in milliseconds."""

from tests.explorer.live.browser import Page

# Searches as one types them, letter by letter, and choices.
WORDS = ("第", "第1", "第12", "第12县", "临时党支部", "党員 突擊隊", "卡点 109个", "9号村", "沒有的詞", "")

_FILTER = """
const [words, done] = arguments;
const field = document.querySelector("#search");
const begin = performance.now();
field.value = words;
field.dispatchEvent(new Event("input", { bubbles: true }));
// Until the browser has drawn what the filter left: the frame after the next.
requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - begin)));
"""


def first_paint(page: Page) -> float:
    """From the start of the navigation to the first paint that shows something."""
    return float(
        page.wait(
            lambda: page.run("return performance.getEntriesByName('first-contentful-paint')[0]?.startTime"),
            "the first paint",
        )
    )


def ready(page: Page) -> float:
    """From the start of the navigation until the first view stands and can be used."""
    return float(page.run("return performance.timing.domContentLoadedEventEnd - performance.timing.navigationStart"))


def filter_times(page: Page) -> list[float]:
    """From each change of the search to the drawn table; the facts' view must be open."""
    return [float(page.driver.execute_async_script(_FILTER, words)) for words in WORDS]
