"""Doccano's labelling page as a labeller uses it: mouse and keyboard in a real Chromium, no call to the server."""

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

# Seconds; the page loads a megabyte of script on a machine that may do other things.
PATIENCE = 30
_SWITCHES = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--window-size=1360,860",
]
# Where a piece of text stands on the page: its rectangle in one of the lines, which are SVG texts.
_PLACE = """
for (const line of document.querySelectorAll('svg[id^=svg] text[id]')) {
  const at = line.textContent.indexOf(arguments[0]);
  if (at < 0) continue;
  const range = document.createRange();
  range.setStart(line.firstChild, at);
  range.setEnd(line.firstChild, at + arguments[0].length);
  const box = range.getBoundingClientRect();
  return [box.left, box.top, box.width, box.height];
}
return null;
"""
_ENTRIES = (
    "return [...document.querySelectorAll('.menuable__content__active .v-list-item')].map(e => e.textContent.trim())"
)


def missing_programs() -> list[str]:
    """Which of Debian's packages the browser needs are not there."""
    return [
        package
        for program, package in (("chromium", "chromium"), ("chromedriver", "chromium-driver"))
        if shutil.which(program) is None
    ]


@contextmanager
def chromium(profile: Path) -> Iterator[WebDriver]:
    """A headless Chromium with a profile of its own."""
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or "chromium"
    for switch in (*_SWITCHES, f"--user-data-dir={profile}"):
        options.add_argument(switch)
    driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
    try:
        yield driver
    finally:
        driver.quit()


class LabellingPage:
    """What a labeller does on the pages of a server."""

    def __init__(self, driver: WebDriver, url: str) -> None:
        self.driver = driver
        self.url = url

    def wait(self, condition: object, what: str) -> object:
        """Wait for a function of the driver to give something true."""
        return WebDriverWait(self.driver, PATIENCE, poll_frequency=0.1).until(condition, what)  # type: ignore[arg-type]

    def log_in(self, name: str, password: str) -> None:
        """Log in with the form."""
        self.driver.get(f"{self.url}/auth")
        self.wait(lambda d: len(d.find_elements(By.CSS_SELECTOR, "input")) >= 2, "the login form")
        user, secret = self.driver.find_elements(By.CSS_SELECTOR, "input")[:2]
        user.send_keys(name)
        secret.send_keys(password + Keys.ENTER)
        self.wait(lambda d: "/projects" in d.current_url, "the list of projects")

    def open(self, project: int, number: int) -> None:
        """Open an article of a project by its place, from 1."""
        self.driver.get(f"{self.url}/projects/{project}/sequence-labeling?page={number}")
        self.wait(lambda d: d.find_elements(By.CSS_SELECTOR, "svg[id^=svg] text[id]"), "the article's text")
        self.wait(lambda d: d.find_elements(By.CSS_SELECTOR, ".v-input--switch"), "the label types")

    def text(self) -> str:
        """The lines of the article that are on the screen."""
        return "\n".join(e.text for e in self.driver.find_elements(By.CSS_SELECTOR, "svg[id^=svg] text[id]"))

    def drag_over(self, words: str) -> None:
        """Select words with the mouse."""
        left, top, width, height = self.driver.execute_script(_PLACE, words)
        middle = int(top + height / 2)
        chain = ActionChains(self.driver, duration=60)
        mouse = chain.w3c_actions.pointer_action
        mouse.move_to_location(int(left + 2), middle)
        mouse.pointer_down()
        mouse.move_to_location(int(left + width / 2), middle)
        mouse.move_to_location(int(left + width - 2), middle)
        mouse.pointer_up()
        chain.perform()

    def choose(self, name: str) -> None:
        """Choose a type in the menu that is open."""
        self.wait_for_menu(name)
        for entry in self.driver.find_elements(By.CSS_SELECTOR, ".menuable__content__active .v-list-item"):
            if str(entry.get_attribute("textContent")).split()[-1:] == [name]:
                entry.click()  # scrolls to it
                return

    def wait_for_menu(self, name: str) -> None:
        """Wait for the menu of types that has this one."""
        self.wait(lambda d: any(e.split()[-1:] == [name] for e in d.execute_script(_ENTRIES)), f"{name} in the menu")

    def press(self, key: str) -> None:
        """Press a key on the page."""
        ActionChains(self.driver).send_keys(key).perform()

    def switch_to_relations(self) -> None:
        """Flip the switch above the label types."""
        self.driver.find_element(By.CSS_SELECTOR, ".v-input--switch .v-input--selection-controls__input").click()
        self.wait(
            lambda d: "Relation" in d.find_element(By.CSS_SELECTOR, ".v-input--switch").text, "the relation types"
        )

    def labels(self) -> list[WebElement]:
        """The names of types below the text."""
        return self.driver.find_elements(By.CSS_SELECTOR, "svg[id^=svg] g[style*=pointer] text")

    def click_label(self, name: str) -> None:
        """Click a label below the text, the first of its name."""
        found = self.wait(lambda _: [label for label in self.labels() if label.text == name], f"the label {name}")
        assert isinstance(found, list)
        ActionChains(self.driver).move_to_element(found[0]).click().perform()

    def remove_label(self, name: str) -> None:
        """Click a label with the right button, which removes it."""
        (label,) = (label for label in self.labels() if label.text == name)
        ActionChains(self.driver).context_click(label).perform()
        self.wait(lambda _: all(label.text != name for label in self.labels()), f"{name} to be removed")

    def wait_for_label(self, name: str, count: int = 1) -> None:
        """Wait until so many labels of a name are on the page."""
        self.wait(lambda _: sum(label.text == name for label in self.labels()) >= count, f"{count} × {name}")

    def wait_for_relation(self, name: str) -> None:
        """Wait until a relation of this name is drawn above the text."""
        self.wait(
            lambda d: any(e.text == name for e in d.find_elements(By.CSS_SELECTOR, "svg[id^=svg] text:not([id])")),
            f"the relation {name}",
        )

    def confirm(self) -> None:
        """Press Enter, which confirms an article, and wait until it is counted."""
        before = self.complete()
        self.press(Keys.ENTER)
        self.wait(lambda _: self.complete() > before, "the article to be counted as complete")

    def complete(self) -> int:
        """How many articles of the project are confirmed, as the page says."""
        rows = self.driver.find_elements(By.CSS_SELECTOR, ".v-card .v-list-item")
        return next((int(row.text.split()[-1]) for row in rows if row.text.startswith(("Complete", "已完成"))), -1)

    def click_tool(self, place: int) -> None:
        """Click an icon of the toolbar above the text, by its place from 1."""
        self.driver.find_elements(By.CSS_SELECTOR, ".toolbar-control button")[place - 1].click()

    def wait_for_question(self) -> WebElement:
        """Wait for a dialog that asks something."""
        found = self.wait(lambda d: d.find_elements(By.CSS_SELECTOR, ".v-dialog--active"), "a question")
        assert isinstance(found, list)
        return found[0]

    def picture(self, path: Path, part: str | None = None) -> None:
        """A screenshot, once menus have faded in; of one part, if a CSS selector names it."""
        time.sleep(0.8)
        if part is None:
            self.driver.save_screenshot(str(path))
        else:
            self.driver.find_element(By.CSS_SELECTOR, part).screenshot(str(path))
