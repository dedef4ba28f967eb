"""The bake-offs: other taggers and relation scorers, trained and scored beside the default."""
