"""Word boundaries from jieba, as features of characters. Its dictionary ships with the package."""

import logging
from functools import cache, lru_cache

import jieba


@cache
def _tokenizer() -> jieba.Tokenizer:
    # A tokenizer of our own: user dictionaries that others load into jieba's global one must not change a model.
    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    return tokenizer


# Tagger and relations read the words of the same sentences, one article after the other.
@lru_cache(maxsize=1024)
def segment(text: str) -> tuple[str, ...]:
    """Words of a simplified text; joined they give it back."""
    return tuple(_tokenizer().cut(text))
