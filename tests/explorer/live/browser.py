"""The explorer's page as a person uses it: mouse and keyboard in a real Chromium, opened from the disk."""

import json
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

PATIENCE = 20
_SWITCHES = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
)


@contextmanager
def chromium(folder: Path, language: str = "zh-CN", size: tuple[int, int] = (1280, 900)) -> Iterator[WebDriver]:
    """A headless Chromium with a profile of its own in `folder`; what the page saves goes to `folder`/saved."""
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or "chromium"
    for switch in (*_SWITCHES, f"--user-data-dir={folder / 'profile'}", f"--window-size={size[0]},{size[1]}"):
        options.add_argument(switch)
    preferences = {"intl.accept_languages": language, "download.default_directory": str(folder / "saved")}
    options.add_experimental_option("prefs", preferences)
    # The second log has every request that the page makes.
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
    try:
        yield driver
    finally:
        driver.quit()


class Page:
    """What a person does on a page, and what the browser has to say of it."""

    def __init__(self, driver: WebDriver, path: Path, saved: Path) -> None:
        self.driver, self.path, self.saved = driver, path, saved

    def open(self, address: str = "") -> "Page":
        """Open the file anew, at an address inside it."""
        self.driver.get("about:blank")
        self.driver.get(self.path.as_uri() + address)
        return self

    def view(self, name: str) -> None:
        """Click a tab."""
        self.one(f"#tab-{name}").click()
        self.wait(lambda: self.one("#view").get_attribute("data-view") == name, f"the view {name}")

    def wait(self, condition: Callable[[], Any], what: str) -> Any:
        """Wait for something true."""
        return WebDriverWait(self.driver, PATIENCE, poll_frequency=0.03).until(lambda _: condition(), what)

    def one(self, selector: str) -> WebElement:
        """The first element of a selector."""
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector: str) -> list[WebElement]:
        """All elements of a selector."""
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def texts(self, selector: str) -> list[str]:
        """What stands in the elements of a selector, seen or not."""
        return list(self.run("return [...document.querySelectorAll(arguments[0])].map((e) => e.textContent)", selector))

    def run(self, script: str, *values: Any) -> Any:
        """Run a script in the page, which the page's own policy does not hold back."""
        return self.driver.execute_script(script, *values)

    def type(self, selector: str, text: str) -> None:
        """Empty a field and type into it."""
        field = self.one(selector)
        field.clear()
        field.send_keys(text)

    def choose(self, selector: str, value: str) -> None:
        """Choose an option by its value."""
        self.one(f'{selector} option[value="{value}"]').click()

    def slide(self, number: float) -> None:
        """Move the slider of the least confidence."""
        self.run(
            "const s = document.querySelector('#view input[type=range]'); s.value = arguments[0];"
            "s.dispatchEvent(new Event('input', {bubbles: true}))",
            number,
        )

    def keys(self, *keys: str) -> None:
        """Press keys where the focus is."""
        ActionChains(self.driver).send_keys(*keys).perform()

    def mention(self, words: str, nth: int = 0) -> WebElement:
        """The element of a mention in the text of the article."""
        found = [
            element
            for element in self.all("[data-mention]")
            if element.text.rstrip("abcdefghijklmnopqrstuvwxyz") == words
        ]
        return found[nth]

    def node(self, name: str) -> WebElement:
        """The card of a node that is called so."""
        found: list[WebElement] = self.run(
            "return [...Graph.nodes.values()].filter((n) => n.name === arguments[0]).map((n) => n.card)", name
        )
        return found[0]

    def saved_file(self, ending: str) -> bytes:
        """What the page has just saved; it is taken away."""

        def finished() -> Path | None:
            found = [path for path in self.saved.glob(f"*{ending}") if path.stat().st_size]
            return found[0] if found else None

        path: Path = self.wait(finished, f"a file *{ending}")
        time.sleep(0.1)
        content = path.read_bytes()
        path.unlink()
        return content

    def complaints(self) -> list[str]:
        """What the browser's console says: errors, and all that the policy held back."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def requests(self) -> list[str]:
        """Addresses that the page asked for, but for itself, its own pictures and its own files."""
        found = []
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                found.append(message["params"]["request"]["url"])
        own = (self.path.as_uri(), "data:", "blob:", "about:blank")
        return [address for address in found if not address.startswith(own)]
