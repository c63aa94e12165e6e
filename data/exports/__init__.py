"""SQL of the exports: one SELECT a file, read by data.exporting."""
