"""Quality of the data: gaps, rate, clipping, noise and gravity of each sensor."""
