"""A simulated arm and simulated lifters to try things on."""
