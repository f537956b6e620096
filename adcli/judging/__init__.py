"""The referee: derivatives against every other method, and those worked out by hand against the truth."""
