"""Metrics of the crisis part (CRIS)."""
