"""The stages: samples to cells, up, angle, reps, figures and verdicts. numpy, scipy and vqf only."""
