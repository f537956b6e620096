"""How reports look where rows of cells are not all that a format can show; one module for each module of `reports`.

A module has a function `table`, `markdown` or `latex` for each of these formats in which its reports have a look of their own. What a
function needs is imported when it is called, so that a run imports one format and the looks of one report.
"""
