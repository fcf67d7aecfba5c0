"""Simulated arms, lifters and sensor faults to try things on."""
