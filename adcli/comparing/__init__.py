"""The three ways to differentiate, side by side."""
