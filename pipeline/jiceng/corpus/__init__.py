"""The corpus room: articles with spans and relations, their files, checks, agreement and splits.

Imports neither spaCy nor scikit-learn nor pydantic, so that the labelling environment can use it.
"""
