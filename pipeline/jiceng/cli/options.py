"""Options that commands of several modules share, and where things lie unless an option says otherwise."""

from pathlib import Path
from typing import Annotated

import typer

from jiceng.configs import CONFIGS

ANNOTATIONS = Path("annotations")
CONFIG = CONFIGS / "default.yaml"
METRICS = Path("models/metrics.json")
MODEL = Path("models/pipeline")

Annotations = Annotated[Path, typer.Option(help="Folder with gold/ and supplement/.")]
Config = Annotated[Path, typer.Option(help="Training config.")]
Figures = Annotated[Path, typer.Option("-o", "--output", help="Where the figures go.")]
Store = Annotated[
    Path,
    typer.Option(help="Folder where trained taggers of held-out articles are kept and found again; safe to delete."),
]
Workers = Annotated[int, typer.Option(help="Processes; 0 is one a core.", min=0)]
Model = Annotated[Path, typer.Option(help="A trained pipeline.")]
