"""Fitting the weights of added-up evidence to labelled recordings, with people and data sets held out."""
