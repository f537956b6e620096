"""The formats of batch output, one module each: rows and tables of answers to bytes or arrays."""
