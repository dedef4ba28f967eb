import numpy as np
import pytest

from jiceng.ner.calibration import Calibration, expected_calibration_error, reliability
from jiceng.training.calibration import fit_calibration


def test_an_overconfident_model_is_brought_back() -> None:
    draw = np.random.default_rng(0)
    truth = draw.uniform(0.02, 0.98, 4000)
    right = draw.random(4000) < truth
    said = 1 / (1 + np.exp(-2 * np.log(truth / (1 - truth))))  # twice the logit
    calibration = fit_calibration(said.tolist(), right.tolist())
    before = expected_calibration_error(reliability(said.tolist(), right.tolist()))
    after = expected_calibration_error(reliability([calibration(p) for p in said], right.tolist()))
    assert calibration.slope == pytest.approx(0.5, abs=0.05)
    assert after < 0.03 < before


def test_too_few_examples_change_nothing() -> None:
    assert fit_calibration([0.9] * 10, [True] * 9 + [False]) == Calibration()
    assert Calibration()(0.7) == pytest.approx(0.7)


def test_a_calibration_keeps_the_order() -> None:
    calibration = Calibration(slope=0.6, shift=-0.3)
    values = [calibration(p) for p in (0.0, 0.1, 0.5, 0.9, 1.0)]
    assert values == sorted(values) and 0 < values[0] < values[-1] < 1


def test_the_error_weighs_bins_by_their_count() -> None:
    table = reliability([0.95] * 9 + [0.15], [True] * 9 + [True])
    assert [row.count for row in table] == [1, 9]
    assert expected_calibration_error(table) == pytest.approx((9 * 0.05 + 0.85) / 10)
