"""What people read, made from results: the only place where codes become sentences."""
