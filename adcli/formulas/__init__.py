"""Derivatives as formulas: written out, and simplified with restraint."""
