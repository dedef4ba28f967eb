"""The export room: what articles say in, one file out, in several shapes; its schema, order and validation."""
