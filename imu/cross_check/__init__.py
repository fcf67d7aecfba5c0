"""Tests whether accelerometer and gyroscope agree: gravity must turn in the sensor as the gyroscope says."""
