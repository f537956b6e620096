"""Formulas and programs as functions of arrays."""
