"""Many expressions, many points: files in, files out, a piece at a time.

`files` opens and cuts, `formulas` and `columns` read what a piece says, `solve` answers it, `writers` put the answers into
a format, `spool` keeps what is done until all is done, and `run` is the loop that holds them together.
"""
