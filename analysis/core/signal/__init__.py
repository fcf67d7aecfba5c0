"""Signal processing that knows nothing of curls: resampling, filters, orientation, axis, turning points."""
