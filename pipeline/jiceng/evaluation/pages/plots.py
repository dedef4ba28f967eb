"""Plots of figures, for people. matplotlib is a development dependency and imported only here."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jiceng.errors import InputError


def draw_curve(summary: dict[str, Any], path: Path) -> None:
    """The learning curve as a PNG: mean of the orders as a line, each order as a dot.

    Raises:
        InputError: matplotlib is not installed.
    """
    figure, axes = _figure()
    rows = summary["points"]
    for name, title in (("entities", "entities"), ("relations_gold", "relations on gold entities")):
        (line,) = axes.plot([row["articles"] for row in rows], [row[name] for row in rows], marker="o", label=title)
        for row in rows:
            values = row[f"{name}_by_order"]
            axes.plot([row["articles"]] * len(values), values, ".", color=line.get_color(), alpha=0.5)
    axes.set_xlabel("supplement articles")
    axes.set_ylabel("F1, leave one article out")
    axes.grid(alpha=0.3)
    axes.legend()
    figure.savefig(path, dpi=110, bbox_inches="tight")


def draw_reliability(bins: Sequence[dict[str, Any]], error: float, path: Path) -> None:
    """The reliability plot as a PNG: accuracy over confidence, the diagonal, how many mentions each bin holds.

    Raises:
        InputError: matplotlib is not installed.
    """
    figure, axes = _figure()
    axes.plot([0, 1], [0, 1], "--", color="grey")
    axes.plot([row["confidence"] for row in bins], [row["accuracy"] for row in bins], marker="o")
    for row in bins:
        axes.annotate(
            f"{row['count']}", (row["confidence"], row["accuracy"]), textcoords="offset points", xytext=(6, -10)
        )
    axes.set_xlabel("confidence of a mention")
    axes.set_ylabel("share that is right")
    axes.set_title(f"expected calibration error {error:.3f}")
    axes.grid(alpha=0.3)
    figure.savefig(path, dpi=110, bbox_inches="tight")


def _figure() -> tuple[Any, Any]:
    try:
        import matplotlib as mpl
    except ImportError as error:
        raise InputError("plots", "need matplotlib; run make .venv/.dev") from error
    mpl.use("Agg")
    import matplotlib.pyplot as plt

    return plt.subplots(figsize=(6.4, 4.0))
