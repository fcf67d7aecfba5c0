"""Results as words, tables and documents that the report, terminal, page and notebooks share."""
