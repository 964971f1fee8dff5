"""Metrics of the response desk (DESK)."""
