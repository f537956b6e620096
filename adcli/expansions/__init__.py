"""Taylor series: their arithmetic, how far they reach, and the polynomial to read."""
