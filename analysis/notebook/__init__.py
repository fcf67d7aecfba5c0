"""The analysis for Jupyter notebooks: one call, data frames, pictures, sliders."""
