"""The computation graph."""

from __future__ import annotations

from adcli.errors import Span
from adcli.graph import Graph, Node
from adcli.reading import parse


def test_nodes_stand_in_evaluation_order_operands_first() -> None:
    graph = parse("sin(x1) + x1*x2")
    assert [node.function or node.leaf for node in graph] == ["x1", "sin", "x2", "mul", "add"]
    assert graph[3] == Node("mul", (0, 2), "", Span(10, 15))
    assert graph.inputs == {"x1": 0, "x2": 2}
    assert graph.outputs == [4]


def test_equal_nodes_are_shared() -> None:
    graph = parse("sin(x)*sin(x) + 1 + 1")
    assert graph.functions.count("sin") == 1
    assert graph.leaves.count("1") == 1


def test_numbers_are_equal_only_as_written() -> None:
    graph = parse("0.10*x + 0.1*x + -0.0*x + 0.0*x")
    assert [leaf for leaf in graph.leaves if leaf] == ["0.10", "x", "0.1", "0.0", "-0.0"]


def test_parts_made_of_numbers_only_are_known() -> None:
    graph = parse("x*sqrt(2*pi)")
    assert [graph.functions[i] or graph.leaves[i] for i in range(len(graph)) if graph.fixed[i]] == ["2", "pi", "mul", "sqrt"]


def test_only_what_an_output_depends_on_is_needed() -> None:
    graph = Graph()
    x, y = graph.leaf("x", fixed=False), graph.leaf("y", fixed=False)
    sine, _unused = graph.add("sin", (x,)), graph.add("cos", (y,))
    assert graph.needed([sine]) == [x, sine]


def test_outputs_have_names_of_their_own() -> None:
    assert parse("x^2").output_names() == ["y"]
    assert parse("y^2").output_names() == ["f"]
    assert parse("x*y; sin(x); u = x").output_names() == ["y1", "y2", "u"]
    assert parse("a = x; y3 = x; x^2").output_names() == ["a", "y3", "f3"]
    assert parse("u = x; u = 2x").output_names() == ["u"]  # what is replaced is no output
    assert parse("x; y2 = x*z; f1*z1*result2").output_names() == ["output1", "y2", "output3"]
