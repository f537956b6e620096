"""The trace: one record of everything that is known about each step."""
