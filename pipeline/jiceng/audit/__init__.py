"""What an export says that does not add up, what of it cannot both be true, and what merely changed."""
