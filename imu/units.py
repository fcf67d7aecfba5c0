"""Conversion constants. The program computes in SI units; degrees and g appear only in files and on screens."""

from math import pi

G_MPS2 = 9.80665
"""Standard gravity, m/s² (CGPM 1901)."""

RAD_PER_DEG = pi / 180.0
DEG_PER_RAD = 180.0 / pi

KG_PER_LB = 0.45359237
"""Kilograms in one international avoirdupois pound, exact."""
NBSP = "\u00a0"
"""The non-breaking space between a number and its unit in texts for people."""
