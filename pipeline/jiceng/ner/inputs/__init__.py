"""What a tagger reads of a sentence: features, lexicon, words, vectors."""
