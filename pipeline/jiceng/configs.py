"""Where the data that people edit lies: `configs/` of the source tree, or its copy inside an installed wheel.

The variable `JICENG_CONFIGS` names another folder; a process knows one.
"""

import os
from pathlib import Path
from typing import Any

import yaml

from jiceng.errors import InputError

_INSTALLED = Path(__file__).parent / "configs"
_SOURCE = Path(__file__).parents[2] / "configs"
CONFIGS_VARIABLE = "JICENG_CONFIGS"
CONFIGS = Path(os.environ.get(CONFIGS_VARIABLE) or (_INSTALLED if _INSTALLED.is_dir() else _SOURCE))


def project_file(name: str) -> Path:
    """A file that a config names: from the working folder, or else from the project that the configs belong to."""
    here = Path(name)
    return here if here.exists() else CONFIGS.parent / name


def read_yaml(path: Path) -> Any:
    """What a YAML file holds.

    Raises:
        InputError: the file cannot be read, or is not YAML.
    """
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(str(path), f"cannot be read ({error.strerror})") from error
    except yaml.YAMLError as error:
        raise InputError(str(path), f"is not YAML: {' '.join(str(error).split())}") from error


def yaml_line(path: Path, *keys: str | int) -> int:
    """The line (from 1) in which a value of a YAML file begins; `keys` lead to it from the top, as far as they do."""
    node = yaml.compose(path.read_text(encoding="utf-8"))
    for key in keys:
        if isinstance(node, yaml.MappingNode):
            found = [value for name, value in node.value if name.value == key]
        elif isinstance(node, yaml.SequenceNode) and isinstance(key, int):
            found = node.value[key : key + 1]
        else:
            found = []
        if not found:
            break
        node = found[0]
    return int(node.start_mark.line) + 1 if node is not None else 1


def read_rows(path: Path, columns: int) -> list[tuple[str, ...]]:
    """Rows of a tab-separated data file; blank lines and lines that start with `#` are left out.

    Raises:
        InputError: a row has another number of columns than `columns`.
    """
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = tuple(cell.strip() for cell in line.split("\t"))
        if len(cells) != columns:
            raise InputError(f"{path}:{number}", f"{len(cells)} columns, {columns} are needed, separated by tabs")
        rows.append(cells)
    return rows
