"""Contrast as WCAG 2 reckons it, of all text that is seen on a page."""

from tests.explorer.live.browser import Page

# Level AA: 4.5 for text, 3 for large text. A letter of the legend that is switched off may be fainter.
_SCRIPT = r"""
const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
const rgba = (colour) => {
  canvas.clearRect(0, 0, 1, 1);
  canvas.fillStyle = colour;
  canvas.fillRect(0, 0, 1, 1);
  return [...canvas.getImageData(0, 0, 1, 1).data];
};
const light = ([r, g, b]) => [r, g, b].map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
  .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
const ground = (element) => {
  for (let here = element; here; here = here.parentElement) {
    const colour = rgba(getComputedStyle(here).backgroundColor);
    if (colour[3] > 250) return colour;
  }
  return [255, 255, 255];
};
const found = new Map();
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
  const element = walker.currentNode.parentElement;
  if (!walker.currentNode.textContent.trim() || element.closest("script, svg, option, [hidden], dialog, noscript, [aria-pressed=false]")) continue;
  const style = getComputedStyle(element);
  const [a, b] = [light(rgba(style.color)), light(ground(element))].sort((x, y) => y - x);
  const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && style.fontWeight >= 700);
  const ratio = (a + 0.05) / (b + 0.05);
  if (ratio < (large ? 3 : 4.5)) found.set(element.className + " " + element.tagName, `${walker.currentNode.textContent.trim().slice(0, 20)} ${ratio.toFixed(2)}`);
}
for (const text of document.querySelectorAll("svg text")) {
  const colour = rgba(text.getAttribute("fill") ?? getComputedStyle(text).fill);
  const ratio = 1.05 / (light(colour) + 0.05);
  if (ratio < 4.5) found.set("svg " + text.getAttribute("class"), `${text.textContent} ${ratio.toFixed(2)}`);
}
return [...found].map(([where, what]) => `${where}: ${what}`);
"""


def low_contrast(page: Page) -> list[str]:
    """Texts that do not stand out from what is behind them, with the ratio; one for each kind of element."""
    return list(page.run(_SCRIPT))
