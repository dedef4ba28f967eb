"""The relation room: the spans of a sentence in, directed relations with confidences out."""
