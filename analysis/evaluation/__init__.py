"""Comparison with labels: sensitivity and other metrics, sweeps of thresholds, cross-validation, fits of weights."""
