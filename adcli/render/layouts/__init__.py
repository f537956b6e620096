"""The layouts of a trace, one module each."""

from __future__ import annotations

from collections.abc import Callable

from adcli.render.layouts.combined import combined
from adcli.render.layouts.forward import forward
from adcli.render.layouts.grid import Grid, View
from adcli.render.layouts.reverse import reverse
from adcli.traces.tracing import Trace

__all__ = ["LAYOUTS", "Grid", "View"]

LAYOUTS: dict[str, Callable[[Trace, View], Grid]] = {"forward": forward, "reverse": reverse, "both": combined}
