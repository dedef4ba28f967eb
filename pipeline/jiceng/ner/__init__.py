"""The entity room: a sentence in, spans with confidences out."""
