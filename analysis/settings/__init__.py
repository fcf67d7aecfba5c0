"""Every number that can be set, with its unit, its range and what raising it does."""
