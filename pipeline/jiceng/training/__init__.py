"""The training room: annotations and a config in, a pipeline and its figures out."""
