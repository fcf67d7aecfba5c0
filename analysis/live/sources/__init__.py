"""Sources of a live session: Bluetooth sensors, phones, recordings played again, the simulated sensor."""
