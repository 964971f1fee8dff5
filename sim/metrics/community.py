"""Metrics of the part ``community`` (COMM)."""
