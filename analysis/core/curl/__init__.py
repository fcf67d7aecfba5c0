"""Analysis of one set of curls: fits the forearm's motion, recognises curls, measures and judges each rep."""
