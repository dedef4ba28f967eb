"""The knowledge room: spans and relations in, lines of the export out."""
