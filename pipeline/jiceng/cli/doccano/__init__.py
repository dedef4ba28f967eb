"""`jiceng doccano`: thin commands over the labelling room's functions."""
