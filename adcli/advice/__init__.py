"""What to say about a text that is no expression: what is wrong, where, and what to write instead.

People paste formulas from LaTeX, spreadsheets, calculators and other languages; each habit met so far has its own sentence here.
Nothing here is imported before there is something to say.
"""
