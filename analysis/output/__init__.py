"""Results as words, tables and JSON, shared by terminal, report, live page and notebooks: the only room where codes
become sentences."""
