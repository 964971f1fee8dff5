"""Metrics of the part ``campaign`` (CAMP)."""
