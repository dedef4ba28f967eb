"""What needs a server, a browser or doccano-client lies in `live/`, which `make test-labelling` runs."""

from importlib.util import find_spec

collect_ignore = ["live"] if find_spec("doccano_client") is None else []
