"""The labelling room: annotations ↔ a Doccano server.

Imports neither spaCy nor scikit-learn nor pydantic; what needs a model (pre-annotations, the queue's scores) comes in
as a file that `jiceng extract` wrote. Only `connection` and the modules that talk to the server use doccano-client,
which lives in an environment of its own.
"""
