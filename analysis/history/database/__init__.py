"""The database itself: its tables, how they are made and brought up to date, what is written and asked."""
