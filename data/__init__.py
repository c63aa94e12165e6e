"""What is on record: the DuckDB store, its schema and every importer."""
