"""jiceng: Chinese reporting on grass-roots governance in, facts out.

Rooms, in the order of the data: ontology, text, corpus, labelling, ner, relations, knowledge, training, cli.
Each imports only from the rooms before it.
"""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("jiceng")
except PackageNotFoundError:  # a source tree that was never installed
    __version__ = "0.0.0"
