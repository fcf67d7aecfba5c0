"""Accelerometer and gyroscope held against each other: does the gyroscope turn as gravity does?"""
