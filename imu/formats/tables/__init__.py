"""Steps that all dialects share: text, tables, columns, units, time stamps, and checks of what was read."""
