"""Text to syntax: the grammar, the parser that runs it, and the flat lists that it writes."""
