"""Scores, AUC and intervals, calibration and thresholds, held-out sets, and the search for leaks."""
