"""JSON: every object is as docs/schema.json says, and reads back exactly."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from adcli import errors
from adcli.commands.words import asked_format
from tests.running import ROOT, call, chain, run

SCHEMA = json.loads((ROOT / "docs" / "schema.json").read_text(encoding="utf-8"))
TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "number": (int, float),
    "integer": int,
    "boolean": bool,
    "null": type(None),
}


def faults(value: Any, schema: dict[str, Any], at: str = "$") -> Iterator[str]:
    """What is wrong with a value, by the part of JSON Schema that docs/schema.json uses."""
    assert set(schema) <= {
        "$ref",
        "anyOf",
        "enum",
        "type",
        "properties",
        "required",
        "additionalProperties",
        "items",
        "minimum",
        "pattern",
        "description",
    }
    if "$ref" in schema:
        yield from faults(value, SCHEMA["$defs"][schema["$ref"].removeprefix("#/$defs/")], at)
    if "anyOf" in schema and all(any(faults(value, choice, at)) for choice in schema["anyOf"]):
        yield f"{at} is none of the choices: {value!r}"
    if "enum" in schema and value not in schema["enum"]:
        yield f"{at} is {value!r}, not one of {schema['enum']}"
    if "minimum" in schema and isinstance(value, int) and value < schema["minimum"]:
        yield f"{at} is {value}, below {schema['minimum']}"
    if "pattern" in schema and isinstance(value, str) and not re.search(schema["pattern"], value):
        yield f"{at} is {value!r}, not as {schema['pattern']} has it"
    if "type" in schema:
        names = [schema["type"]] if isinstance(schema["type"], str) else schema["type"]
        fits = any(isinstance(value, TYPES[name]) and (name == "boolean" or not isinstance(value, bool)) for name in names)
        if not fits:
            yield f"{at} is {value!r}, no {' or '.join(names)}"
            return
    if isinstance(value, dict) and schema.get("type") == "object":
        yield from (f"{at} has no {name}" for name in schema.get("required", []) if name not in value)
        for name, item in value.items():
            inner = schema.get("properties", {}).get(name, schema.get("additionalProperties", {}))
            if inner is False:
                yield f"{at} has {name}, which is in no schema"
            else:
                yield from faults(item, inner, f"{at}.{name}")
    if isinstance(value, list):
        for k, item in enumerate(value):
            yield from faults(item, schema.get("items", {}), f"{at}[{k}]")


def strict(text: str) -> Any:
    """The value of a text that is JSON to the letter."""

    def refuse(name: str) -> Any:
        raise AssertionError(f"{name} is no JSON")

    return json.loads(text, parse_constant=refuse)


COMMANDS: dict[str, list[tuple[str, ...]]] = {
    "grad": [
        ("grad", "sin(x1) + x1*x2", "--at", "x1=2,x2=3"),
        ("grad", "sin(x1) + x1*x2", "--at", "x1=2,x2=3", "--mode", "forward", "--wrt", "x2"),
        ("grad", "1/x + log(y)", "--at", "x=0,y=-1"),
        ("grad", "abs(x) + max(x, y) + pi*z", "--at", "x=0,y=0,pi=3,z=1,q=1"),
        ("grad", "1/(1+exp(-x))", "--at", "x=-800"),
        ("grad", "3"),
        ("grad", "(1 - cos(x))/x^2 + y", "--at", "x=1e-8,y=0", "--error"),
        ("grad", "1/x", "--at", "x=0", "--error"),
        ("grad", "x", "--at", "x=nan"),
        ("grad", "μ²\n", "--at", "μ=1e-300"),
        ("grad", "1 - cos(x)", "--at", "x=1e-9999", "--precision", "20"),
    ],
    "trace": [
        ("trace", "sin(x1) + x1*x2", "--at", "x1=2,x2=3"),
        ("trace", "sin(x1) + x1*x2", "--at", "x1=2,x2=3", "--mode", "forward", "--seed", "x2", "--notation", "baydin"),
        ("trace", "a = sqrt(x)\na*sin(a) if x > 0 and not a == 1 else -x", "--at", "x=4", "--mode", "reverse"),
        ("trace", "log(x) + 1/x", "--at", "x=0"),
        ("trace", "x^2 + y", "--at", "x=1,y=2", "--wrt", "x"),
        ("trace", "3", "--mode", "forward"),
        ("trace", "x*y if x < y else x", "--at", "x=0.3,y=0.1*3", "--error"),
        ("trace", "sqrt(x) if x > 0.1 else x", "--at", "x=0.2", "--precision", "20"),
    ],
    "check": [
        ("check", "sin(x1) + x1*x2", "--at", "x1=2,x2=3", "--claim", "x2, 2"),
        ("check", "abs(x)*gamma(y) + sqrt(z)", "--at", "x=0,y=1,z=0"),
        ("check", "(1 - cos(x))/x^2", "--at", "x=1e-4"),
        ("check", "sqrt(x)", "--at", "x=0", "--claim", "x/0"),
        ("check", "3"),
    ],
    "compare": [
        ("compare", "x^2 + 3*x + 1", "--at", "x=2"),
        ("compare", "4*x*(1 - x)", "--at", "x=0.3", "--repeat", "1000"),
        ("compare", "1/x", "--at", "x=0", "--step", "1e-3"),
        ("compare", "abs(x)*y", "--at", "x=0,y=2", "--order", "1"),
    ],
    "eval": [
        ("eval", "x*y", "--at", "x=1e308,y=10"),
        ("eval", "sqrt(2)"),
        ("eval", "0/0"),
        ("eval", "x*3", "--at", "x=0.1", "--error"),
        ("eval", "1/3", "--precision", "20"),
    ],
    "diff": [("diff", "x^2*sin(x)*y"), ("diff", "tanh(x)", "--order", "3"), ("diff", "3"), ("diff", "μ²", "--wrt", "μ")],
    "taylor": [
        ("taylor", "log(x)", "--at", "x=0"),
        ("taylor", "x*y", "--at", "x=1,y=2", "--direction", "x=1,y=1/3"),
        ("taylor", "x^2.5", "--at", "x=0", "--order", "0"),
        ("taylor", "3"),
        ("taylor", "tan(x) + 1/3", "--at", "x=0.1", "--order", "20"),
        ("taylor", "tan(x) + 1/3", "--at", "x=0.1", "--precision", "20"),
    ],
    "scaling": [("trace", "sin(x1) + x1*x2", "--at", "x1=2,x2=3", "--cost")],
    "jvp": [
        ("jvp", "sin(x1) + x1*x2; x1/x2", "--at", "x1=2,x2=0", "--tangent", "x1=1"),
        ("jvp", "u = sin(x1); u*x2", "--at", "x1=2,x2=0", "--tangent", "x1=1", "--trace"),
        ("jvp", "sin(x)/y", "--at", "x=0.1,y=3", "--tangent", "x=1/3", "--precision", "20"),
    ],
    "vjp": [
        ("vjp", "u = x; y^2", "--at", "x=2,y=3", "--cotangent", "1,-2"),
        ("vjp", "u = x*y; y^2", "--at", "x=2,y=3", "--cotangent", "u=1", "--trace"),
        ("vjp", "sin(x)/y; x", "--at", "x=0.1,y=3", "--cotangent", "0.1,1", "--precision", "20", "--trace"),
    ],
    "jacobian": [
        ("jacobian", "x*y; u = log(x)", "--at", "x=0,y=3,q=1"),
        ("jacobian", "1; 2"),
        ("jacobian", "x", "--at", "x=1"),
        ("jacobian", "a+b+c+d; a*b; a*c; a*d; a*a", "--at", "a=1,b=2,c=3,d=4"),
        ("jacobian", "x*y; u = log(x)", "--at", "x=0,y=3,q=1", "--precision", "20"),
    ],
    "sparse_jacobian": [("jacobian", "x*y; u = log(x)", "--at", "x=0,y=3", "--sparse")],
    "hessian": [
        ("hessian", "x*y + z^1.5", "--at", "x=1,y=3,z=0"),
        ("hessian", "1"),
        ("hessian", "x", "--at", "x=1,q=2"),
        ("hessian", "x^y", "--at", "x=0.1,y=3", "--precision", "20"),
    ],
    "sparse_hessian": [("hessian", "x*y + z^1.5", "--at", "x=1,y=3,z=0", "--sparse")],
    "hvp": [
        ("hvp", "x*y + z^1.5", "--at", "x=1,y=3,z=0", "--direction", "x=1,z=2"),
        ("hvp", "x^y", "--at", "x=0.1,y=3", "--direction", "x=0.1", "--precision", "20"),
    ],
    "functions": [("functions",)],
    "function": [("functions", "max"), ("functions", "atan2"), ("functions", "if"), ("functions", "ln")],
    "failure": [
        ("grad", "x +"),
        ("grad", "sni(x)"),
        ("eval", "(x>0)*2"),
        ("eval", "1e400"),
        ("trace", "x; y", "--at", "x=1,y=2"),
        ("eval", "x+x", "--max-nodes", "1"),
        ("grad", "x"),
        ("grad", "x", "--at", "x"),
        ("grad", "x\x1b\u202e\udcff"),
        ("grad", ""),
        ("grad",),
        ("grad", "x", "--qqq"),
        ("trace", "x", "--mode", "auto"),
        ("hessian", "x; y", "--at", "x=1,y=2"),
        ("jvp", "x", "--at", "x=1", "--tangent", "y=1"),
        ("vjp", "x", "--at", "x=1", "--cotangent", "1,2"),
        ("functions", "sni"),
        ("gard", "x"),
    ],
}


NUMERAL = re.compile(r'"(?:value|adjoint|x1?|y|z)": "-?[0-9]')


@pytest.mark.parametrize(("name", "words"), [(name, words) for name, many in COMMANDS.items() for words in many])
def test_objects_are_as_the_schema_says(name: str, words: tuple[str, ...]) -> None:
    done = call(*words, "--format", "json")
    found = strict(done.out)
    assert not list(faults(found, SCHEMA["$defs"][name]))
    assert list(found) == [entry for entry in SCHEMA["$defs"][name]["properties"] if entry in found], "in the order of the schema"
    assert (name == "failure") == ("kind" in found.get("error", {}))
    assert "--precision" in words or not NUMERAL.search(done.out)  # doubles are numbers of JSON
    lines = call(*words, "--format", "jsonl")
    assert lines.out.count("\n") == 1
    assert strict(lines.out) == found
    assert lines.code == done.code


def test_the_schema_is_itself_right() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_the_check_finds_faults() -> None:
    good = strict(call("eval", "1", "--format", "json").out)
    assert not list(faults(good, SCHEMA["$defs"]["eval"]))
    for bad in (good | {"value": "one"}, good | {"more": 1}, {"expr": "1"}, good | {"notes": [{}]}, good | {"at": {"x": None}}, []):
        assert list(faults(bad, SCHEMA["$defs"]["eval"]))


def test_every_kind_of_error_is_documented() -> None:
    kinds = {kind.kind for kind in errors.AdcliError.__subclasses__()} | {"usage"}
    assert set(SCHEMA["$defs"]["failure"]["properties"]["error"]["properties"]["kind"]["enum"]) == kinds
    page = (ROOT / "docs" / "json.md").read_text(encoding="utf-8")
    assert all(f"| `{kind}` | " in page for kind in kinds)


def test_numbers_read_back_exactly() -> None:
    for value in ("0.1", "1/3", "1e-320", "1.7976931348623157e308", "pi", "-0.0", "5e-324*1", "123456789.123456789"):
        found = strict(call("grad", "x*1", "--at", f"x={value}", "--format", "jsonl").out)
        assert repr(found["value"]) == repr(float(strict(call("eval", value, "--format", "jsonl").out)["value"]))
        assert isinstance(found["value"], float)


def test_what_is_no_number_is_text() -> None:
    found = strict(call("grad", "-x*k", "--at", "x=1,k=inf,y=nan", "--format", "jsonl").out)
    assert found["at"] == {"x": 1.0, "k": "inf"}
    assert found["value"] == found["gradient"]["x"] == "-inf"
    assert strict(call("eval", "0/0", "--format", "jsonl").out)["value"] == "nan"


def test_digits_change_nothing() -> None:
    words = ("trace", "sin(x)", "--at", "x=1", "--format", "json")
    assert call(*words, "--digits", "1") == call(*words)


def test_a_failure_is_told_on_both_streams() -> None:
    done = call("grad", "x + sni(x)", "--format", "jsonl")
    found = strict(done.out)
    assert found["expr"] == "x + sni(x)"
    assert found["error"]["kind"] == "name"
    assert (found["error"]["line"], found["error"]["column"]) == (1, 5)
    assert found["error"]["message"] in done.err


def test_places_in_several_lines() -> None:
    done = call("trace", "-", "--at", "x=1,y=2", "--format", "jsonl", stdin="a = x*y\n\nμ = sin(a)\nμ*a".encode())
    places = [(step["operation"], step["line"], step["column"], step["length"]) for step in strict(done.out)["steps"]]
    assert places == [("input", 1, 5, 1), ("input", 1, 7, 1), ("mul", 1, 5, 3), ("sin", 3, 5, 6), ("mul", 4, 1, 3)]


def test_invisible_characters_are_escaped_and_others_are_not() -> None:
    done = call("eval", "μ+\u202e\x7f\udcff", "--format", "jsonl")
    assert '"expr": "μ+\\u202e\\u007f\\udcff"' in done.out
    assert '"expr": "\\u03bc+' in call("eval", "μ+", "--format", "jsonl", encoding="ascii").out


def test_an_object_in_a_file_is_in_utf8(tmp_path: Path) -> None:
    run("eval", "μ", "--at", "μ=1", "--format", "jsonl", "-o", str(tmp_path / "file"), env={"PYTHONIOENCODING": "ascii"})
    assert '"μ"' in (tmp_path / "file").read_text(encoding="utf-8")


def test_the_format_is_found_in_a_wrong_command_line() -> None:
    assert asked_format(["grad", "-f", "json"]) == asked_format(["--format=json", "x", "--", "-f", "csv"]) == "json"
    assert asked_format(["grad", "x", "--", "--format", "json"]) == asked_format(["grad", "x"]) == ""


def test_steps_are_written_as_they_come() -> None:
    """Ten times the steps take ten times the time, and their text is never held as a whole."""
    import tracemalloc

    from adcli.render.json import write_object

    class Sink:
        encoding = "utf-8"
        length = 0

        def write(self, text: str) -> None:
            self.length += len(text)

    sink = Sink()
    tracemalloc.start()
    write_object({"steps": ({"value": 1.5, "formula": "v1*v2"} for _ in range(100_000))}, sink, lines=True)  # type: ignore[arg-type]
    assert sink.length > 4_000_000
    assert tracemalloc.get_traced_memory()[1] < 100_000
    tracemalloc.stop()


def test_a_long_trace_is_complete() -> None:
    found = strict(call("trace", "-", "--at", "x=2", "--mode", "reverse", "--format", "json", stdin=chain(4000).encode()).out)
    assert [step["step"] for step in found["steps"]] == [f"v{k}" for k in range(1, 4001)]
