"""The whole comparison: what changed, both sides read on the same articles, verdicts."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from jiceng.corpus.article import Article
from jiceng.corpus.folder import Corpus, load_corpus
from jiceng.evaluation.comparison.changes import PartChanges, corpus_changes
from jiceng.evaluation.comparison.project import Project, changed_configs
from jiceng.evaluation.comparison.reading import Plan, read_side
from jiceng.evaluation.comparison.scores import Side
from jiceng.ontology import Ontology, load_ontology

# The quick form trains on so many articles of the supplement, and on all that changed.
SAMPLE = 40


@dataclass(frozen=True)
class Comparison:
    """`gold` is the new gold, `old_gold` what the old one says of the articles that it has; sides read the new gold."""

    changes: tuple[PartChanges, PartChanges]
    configs: list[str]
    gold: tuple[Article, ...]
    old_gold: tuple[Article, ...]
    old: Side
    new: Side

    @property
    def gold_changed(self) -> bool:
        """Whether the articles of both golds are labelled differently."""
        return bool(self.changes[0].changed)


@dataclass(frozen=True)
class Plans:
    """What changed, and how both sides are to be read."""

    changes: tuple[PartChanges, PartChanges]
    configs: list[str]
    corpora: tuple[Corpus, Corpus]
    old: Plan
    new: Plan

    @property
    def steps(self) -> int:
        """How many times an article is read, a line each."""
        return sum((len(plan.articles) + len(plan.unseen)) * len(plan.seeds) for plan in (self.old, self.new))

    @property
    def anything_changed(self) -> bool:
        """Whether a model could be another."""
        return any(part.articles for part in self.changes) or bool(self.configs)


def make_plans(old: Project, new: Project, config: str, seeds: tuple[int, ...], thorough: bool) -> Plans:
    """Compare the data of two projects and plan what is trained.

    Raises:
        InputError: annotations or an ontology cannot be used.
    """
    before, after = (load_corpus(side.annotations, _ontology(side)) for side in (old, new))
    changes = corpus_changes(before, after)
    common = tuple(article.id for article in after.gold if article.id not in changes[0].added)
    # Absolute: each side is read in its own folder.
    files = {article: new.annotations.absolute() / "gold" / f"{article}.json" for article in changes[0].added}
    kept = None if thorough else tuple(sorted(_sample(before, after, changes[1])))
    plan = Plan(common, (), kept, seeds, thorough, config)
    return Plans(
        changes,
        changed_configs(old, new, config),
        (before, after),
        replace(plan, unseen=tuple(map(str, files.values()))),
        replace(plan, articles=tuple(article.id for article in after.gold)),
    )


def compare(old: Project, new: Project, plans: Plans, cache: Path, watch: Callable[[], object]) -> Comparison:
    """Train and read both sides; `watch` is called at each of `plans.steps`."""
    before, after = plans.corpora
    sides = [read_side(project, plan, cache, watch) for project, plan in ((old, plans.old), (new, plans.new))]
    still = {article.id for article in after.gold}
    old_gold = tuple(article for article in before.gold if article.id in still)
    return Comparison(plans.changes, plans.configs, after.gold, old_gold, *sides)


def _ontology(side: Project) -> Ontology:
    return load_ontology(side.configs / "ontology.yaml")


def _sample(before: Corpus, after: Corpus, changes: PartChanges) -> set[str]:
    """Ids of the supplement that both sides train on: all that changed, and others by the hash of their id."""
    every = {article.id for article in (*before.supplement, *after.supplement)}
    others = sorted(every - changes.articles, key=lambda name: hashlib.sha256(name.encode()).hexdigest())
    return {*changes.articles, *others[: max(0, SAMPLE - len(changes.articles))]}
