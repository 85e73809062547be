"""Findings to reports: plain rows in, Markdown or HTML out. Knows no table."""
