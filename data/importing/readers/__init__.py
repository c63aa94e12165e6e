"""One reader a format; every one hands over raw tables (data.importing.raw)."""
