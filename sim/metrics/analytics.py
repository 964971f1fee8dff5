"""Metrics of the part ``analytics`` (ANLY)."""
