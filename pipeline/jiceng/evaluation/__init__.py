"""The evaluation room: models that have not seen an article, and figures of how well they read it."""
