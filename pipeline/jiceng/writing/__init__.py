"""The writing room: what articles say in, one export out, in several shapes; its schema, order and validation."""
