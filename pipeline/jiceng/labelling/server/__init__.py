"""A Doccano server: started here or reached elsewhere, with its accounts and the project on it."""
