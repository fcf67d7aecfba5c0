"""Results as words, tables and JSON, shared by terminal, report, live page and notebooks."""
