"""Word boundaries from jieba, as features of characters. Its dictionary ships with the package."""

import logging
from functools import cache

import jieba


@cache
def _tokenizer() -> jieba.Tokenizer:
    # A tokenizer of our own: user dictionaries that others load into jieba's global one must not change a model.
    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    return tokenizer


def segment(text: str) -> list[str]:
    """Words of a simplified text; joined they give it back."""
    return list(_tokenizer().cut(text))
