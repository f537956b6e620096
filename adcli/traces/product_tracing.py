"""The trace of a product with a vector: one sweep with any seeds, and every output."""

from __future__ import annotations

from adcli.derivatives import Gradient
from adcli.matrices.products import Product
from adcli.traces.tracing import Trace


def trace_of_product(product: Product) -> Trace:
    """The trace of a Jacobian-vector product's forward sweep, or of a vector-Jacobian product's reverse sweep."""
    graph, tape, output = product.graph, product.tape, product.graph.outputs[0]
    adjoints, tangents = (None, [product.sweep]) if product.mode == "forward" else (product.sweep, [])
    value, about = tape.values[output], (product.mode, product.notes)
    result = Gradient(graph, output, product.point, product.wrt, value, {}, *about, tape, adjoints, tangents)
    return Trace(result, [""] if tangents else [], product)
