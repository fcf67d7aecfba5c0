"""What all formats share: tables, columns, and checks of what was read."""
