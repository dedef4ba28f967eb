import numpy as np
import pytest

from jiceng.training.decisions import Scored, fit_decisions

LABELS = ("HAS_COUNT", "LEADS")


def scored(count: int, seed: int = 0) -> Scored:
    """HAS_COUNT says what is true; LEADS says half of it, so its best threshold is lower."""
    draw = np.random.default_rng(seed)
    truth = draw.random((count, 2)) < [0.5, 0.3]
    noise = draw.uniform(0, 0.2, (count, 2))
    said = np.where(truth, [0.9, 0.38], [0.05, 0.05]) - noise * [1, 0.2] + noise * [0, 0.3]
    return Scored(said.clip(0.001, 0.999), truth, np.ones_like(truth), np.zeros(2, dtype=np.int64))


def test_a_relation_with_many_examples_has_a_threshold_of_its_own() -> None:
    thresholds, _ = fit_decisions([scored(2000)], LABELS)
    assert thresholds["LEADS"] <= 0.35
    assert 0.1 < thresholds["HAS_COUNT"] < 0.75


def test_one_with_few_follows_the_others() -> None:
    many = scored(2000)
    allowed = many.allowed.copy()
    allowed[4:, 1] = False  # four pairs that may lead
    thresholds, _ = fit_decisions([Scored(many.probabilities, many.truth & allowed, allowed, many.missed)], LABELS)
    few, _ = fit_decisions([scored(2000)], LABELS)
    assert thresholds["LEADS"] >= few["LEADS"]


def test_calibrations_bring_probabilities_to_the_share_that_is_true() -> None:
    data = scored(4000)
    _, calibrations = fit_decisions([data], LABELS)
    said = np.array([calibrations["LEADS"](p) for p in data.probabilities[:, 1]])
    assert said.mean() == pytest.approx(data.truth[:, 1].mean(), abs=0.02)


def test_what_no_pair_can_give_lowers_no_threshold_below_those_tried() -> None:
    data = scored(200)
    missed = Scored(data.probabilities, data.truth, data.allowed, np.array([500, 500]))
    thresholds, _ = fit_decisions([missed], LABELS)
    assert all(0.15 <= value <= 0.70 for value in thresholds.values())
