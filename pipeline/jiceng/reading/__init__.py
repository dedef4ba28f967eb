"""The reading room: a trained pipeline and raw articles in, what each article says out."""
