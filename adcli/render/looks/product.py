"""The looks of products of derivatives with vectors."""

from adcli.render.layouts.product import product_grid
from adcli.render.looks.grids import looks_of

table, markdown, latex = looks_of(product_grid)
