"""The main figures of an evaluation as text for a terminal."""

from typing import Any

_SETTINGS = (("loao", "with supplement"), ("loao_no_supplement", "without"))


def figures(metrics: dict[str, Any]) -> str:
    """Leave-one-article-out F1 with and without the supplement, baselines, and the tables by label."""
    lines = [f"{'leave one article out, strict F1':<44}" + "".join(f"{title:>17}" for _, title in _SETTINGS)]

    def row(name: str, *path: str) -> None:
        cells = []
        for setting, _ in _SETTINGS:
            value: Any = metrics.get(setting, {})
            for key in path:
                value = value.get(key, {}) if isinstance(value, dict) else {}
            cells.append(f"{value:>17.3f}" if isinstance(value, float) else f"{'-':>17}")
        lines.append(f"{name:<44}" + "".join(cells))

    row("entities", "entities", "f1")
    for name in metrics["loao"]["baselines"]:
        row(f"  baseline {name}", "baselines", name, "entities", "f1")
    row("relations on gold entities", "relations_gold", "f1")
    row("relations end to end", "relations", "f1")
    for table in ("entities", "relations_gold", "relations"):
        lines += ["", f"{table}, with supplement"]
        rows = metrics["loao"][table]["labels"]
        for label, scores in sorted(rows.items(), key=lambda item: -item[1]["gold"]):
            lines.append(
                f"  {label:<18} F1 {scores['f1']:.3f}  P {scores['precision']:.3f}  R {scores['recall']:.3f}  gold {scores['gold']}"
            )
    return "\n".join(lines)
