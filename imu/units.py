"""Conversion constants. Inside the program everything is SI; degrees and g appear only at the rim."""

from math import pi

G_MPS2 = 9.80665
"""Standard gravity, m/s² (CGPM 1901)."""

RAD_PER_DEG = pi / 180.0
DEG_PER_RAD = 180.0 / pi
NBSP = "\u00a0"
"""Between a number and its unit: no line ends there."""

KG_PER_LB = 0.45359237
"""Kilograms in one international avoirdupois pound, exact."""
NBSP = "\u00a0"
"""The non-breaking space between a number and its unit in texts for people."""
