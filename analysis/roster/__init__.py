"""Many recordings of many people: whose each is, by its path, a list beside the files or its own notes; and one table of all."""
