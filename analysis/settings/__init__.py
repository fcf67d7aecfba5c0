"""Every number that can be set, with unit, range and meaning; presets, and their TOML files."""
