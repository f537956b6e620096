"""The looks of costs, here and with more inputs and outputs."""

from adcli.render.layouts.cost import cost_grid
from adcli.render.looks.grids import looks_of

table, markdown, latex = looks_of(cost_grid)
