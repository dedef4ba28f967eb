"""What needs a browser lies in `live/`, which `make test-explorer` runs."""

from importlib.util import find_spec

collect_ignore = ["live"] if find_spec("selenium") is None else []
