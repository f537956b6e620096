"""A program that was read, to be run at one point after the other."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property

from adcli.errors import AdcliError
from adcli.graph import Graph
from adcli.language.parser import told
from adcli.language.syntax import Syntax
from adcli.limits import Limits
from adcli.program.code import Code
from adcli.program.decisions import Decider
from adcli.program.inputs import input_names
from adcli.program.machine import Machine


class Recorder:
    """Makes the graph of what a program executes; `given` are the names that have values at all points."""

    branches = True  # as graphs have it: what is run differs from point to point

    def __init__(self, syntax: Syntax, given: Collection[str], limits: Limits) -> None:
        self.source = syntax.text
        self.given = given
        self.limits = limits
        try:
            self.code = Code(syntax)
        except AdcliError as error:
            raise told(self.source, error) from None

    @cached_property
    def inputs(self) -> dict[str, int]:
        """The names of the inputs, whatever way the program goes, and their numbers."""
        return {name: k for k, name in enumerate(input_names(self.code, self.given))}

    def run(self, decider: Decider) -> Graph:
        """The graph of what is executed where the inputs have the values that `decider` knows."""
        try:
            graph = Machine(self.code, Graph(self.source, self.limits.nodes), self.given, decider, self.limits).run()
        except AdcliError as error:
            raise told(self.source, error) from None
        graph.again = self.run if graph.decisions else None
        return graph
