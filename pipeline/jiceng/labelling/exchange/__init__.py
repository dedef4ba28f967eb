"""Articles to a Doccano server and labels back: offsets, rows, the three-way merge, files that change together."""
