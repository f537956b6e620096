"""Inputs as pieces of whole rows, and what these say: files of formulas, files of points, ranges."""
