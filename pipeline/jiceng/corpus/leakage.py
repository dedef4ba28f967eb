"""Whether written training text takes anything from the real articles: shared runs, their places, their mechanisms."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from jiceng.configs import CONFIGS
from jiceng.corpus.article import Article
from jiceng.text.normalize import normalize


@dataclass(frozen=True)
class LeakageRules:
    """`ngram`: length in characters of a run that counts as taken; `between`: of one that two written articles may not share.

    The rest as in `configs/leakage.yaml`.
    """

    ngram: int
    between: int
    set_phrases: tuple[str, ...]
    names: tuple[str, ...]


def load_rules(path: Path = CONFIGS / "leakage.yaml") -> LeakageRules:
    """Read the rules."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    names = tuple(_folded(name) for name in (*data["places"], *data["mechanisms"]))
    return LeakageRules(
        int(data["ngram"]), int(data["between"]), tuple(_folded(phrase) for phrase in data["set_phrases"]), names
    )


def leaks(article: Article, real: Iterable[Article], rules: LeakageRules) -> Iterator[str]:
    """What `article` takes from the real ones: each shared run at its longest, and each forbidden name."""
    text = _folded(article.text)
    for name in rules.names:
        if name in text:
            yield f"{article.id}: names {name}"
    taken = {run for item in real for run in _runs(_folded(item.text), rules.ngram)}
    allowed = [False] * len(text)
    for phrase in rules.set_phrases:
        at = text.find(phrase)
        while at >= 0:
            allowed[at : at + len(phrase)] = [True] * len(phrase)
            at = text.find(phrase, at + 1)
    start: int | None = None
    for at in range(len(text) + 1):
        shared = text[at : at + rules.ngram] in taken if at + rules.ngram <= len(text) else False
        if shared and not all(allowed[at : at + rules.ngram]) and start is None:
            start = at
        elif not shared and start is not None:
            yield f"{article.id}: shares “{text[start : at - 1 + rules.ngram]}” with a real article"
            start = None


def shared_runs(articles: Iterable[Article], rules: LeakageRules) -> Iterator[str]:
    """Runs of `between` characters that two of the articles have in common, each at its first place in the later one."""
    first: dict[str, str] = {}
    for article in sorted(articles, key=lambda article: article.id):
        text = _folded(article.text)
        own = dict.fromkeys(_runs(text, rules.between))
        shared = next(
            (run for run in own if run in first and not any(phrase in run for phrase in rules.set_phrases)), None
        )
        if shared is not None:
            yield f"{article.id}: shares “{shared}” with {first[shared]}"
        for run in own:
            first.setdefault(run, article.id)


def _runs(text: str, size: int) -> Iterator[str]:
    for at in range(len(text) - size + 1):
        yield text[at : at + size]


def _folded(text: str) -> str:
    return "".join(normalize(text).norm.split())
