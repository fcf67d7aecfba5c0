"""Results as words, tables and JSON, and the colours of all pictures: shared by terminal, report, live page and
notebooks. Here codes become sentences."""
