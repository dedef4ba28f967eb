"""From sentences to the rows of a network's tables: vectors of characters and bigrams, bags of known features."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from jiceng.ner.inputs.bags import RowBags
from jiceng.ner.inputs.features import Bags, Hashes, Ints, SentenceText
from jiceng.ner.inputs.vectors import Vectors

# A table that is looked up directly by the low bits of a hash; features that share a slot with an earlier one are lost.
_SLOTS = 1 << 22


@dataclass(frozen=True)
class FeatureTable:
    """The features that a model knows: their hashes, sorted. A feature's row is its place among them."""

    hashes: Hashes

    @classmethod
    def of(cls, hashes: Hashes, least: int) -> "FeatureTable":
        """The features met at least `least` times, without those that share a slot."""
        values, counts = np.unique(hashes, return_counts=True)
        kept = values[counts >= least]
        _, first = np.unique(kept & np.uint32(_SLOTS - 1), return_index=True)
        return cls(np.sort(kept[first]))

    def __len__(self) -> int:
        return len(self.hashes)

    @cached_property
    def _slots(self) -> NDArray[np.int32]:
        slots = np.full(_SLOTS, -1, dtype=np.int32)
        slots[self.hashes & np.uint32(_SLOTS - 1)] = np.arange(len(self.hashes), dtype=np.int32)
        return slots

    def bags(self, size: int, rows: Ints, hashes: Hashes) -> RowBags:
        """The known features of each of `size` characters, as rows of this table."""
        if not len(self.hashes):
            return RowBags(np.zeros(0, dtype=np.int32), np.zeros(size + 1, dtype=np.int32))
        columns = self._slots[hashes & np.uint32(_SLOTS - 1)]
        known = (columns >= 0) & (self.hashes[columns] == hashes)
        rows, columns = rows[known], columns[known]
        order = np.argsort(rows, kind="stable")
        starts = np.zeros(size + 1, dtype=np.int32)
        np.cumsum(np.bincount(rows, minlength=size), out=starts[1:])
        return RowBags(columns[order], starts)


@dataclass(frozen=True)
class EncodedBatch:
    """Sentences laid one after another, `lengths` (B,) characters each, N in all, as rows of a network's tables.

    `chars`, `left`, `right` (N,): the character and the bigrams that end and begin at it. `sparse`, `types`:
    bags of N characters. `states` (N, d): what the pre-trained encoder makes of each, if there is one. `tags` (N,) in
    training.
    """

    lengths: Ints
    chars: Ints
    left: Ints
    right: Ints
    sparse: RowBags
    types: RowBags
    states: NDArray[np.float16] | None = None
    tags: Ints | None = None

    def __len__(self) -> int:
        return len(self.lengths)

    def pick(self, sentences: Sequence[int] | Ints) -> "EncodedBatch":
        """Some of the sentences, in the order given."""
        chosen = np.asarray(sentences, dtype=np.int64)
        lengths = self.lengths[chosen]
        shift = (np.cumsum(self.lengths) - self.lengths)[chosen] - (np.cumsum(lengths) - lengths)
        rows = np.repeat(shift, lengths) + np.arange(lengths.sum())
        return EncodedBatch(
            lengths,
            self.chars[rows],
            self.left[rows],
            self.right[rows],
            self.sparse.pick(rows),
            self.types.pick(rows),
            None if self.states is None else self.states[rows],
            None if self.tags is None else self.tags[rows],
        )


@dataclass(frozen=True)
class Encoder:
    """What turns sentences into batches; part of a trained tagger."""

    vectors: Vectors
    sparse: FeatureTable
    types: FeatureTable

    def encode_bags(
        self, sentences: Sequence[SentenceText], bags: Bags, states: NDArray[np.float16] | None = None
    ) -> EncodedBatch:
        """Sentences, which must not be empty, with their features, as one batch."""
        chars, left, right = self.vectors.encode([sentence.text for sentence in sentences])
        return EncodedBatch(
            np.array([len(sentence.text) for sentence in sentences], dtype=np.int64),
            chars,
            left,
            right,
            self.sparse.bags(bags.size, bags.all_rows, bags.all_hashes),
            self.types.bags(bags.size, bags.type_rows, bags.type_hashes),
            states,
        )


def joined(bags: Sequence[Bags]) -> Bags:
    """Features of several stretches of text, one after another."""
    offsets = np.cumsum([0, *(item.size for item in bags[:-1])])
    return Bags(
        sum(item.size for item in bags),
        np.concatenate([item.all_rows + offset for item, offset in zip(bags, offsets, strict=True)]),
        np.concatenate([item.all_hashes for item in bags]),
        np.concatenate([item.type_rows + offset for item, offset in zip(bags, offsets, strict=True)]),
        np.concatenate([item.type_hashes for item in bags]),
    )
