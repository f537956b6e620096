"""How far rounding puts answers off, what leaves the range of doubles, and answers with many right digits."""
