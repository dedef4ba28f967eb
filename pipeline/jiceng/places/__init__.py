"""The place room: tables of administrative divisions, their names in text, and the division that a mention means."""
