"""Who may import whom: every module imports only what stands above it in this list."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "adcli"

ORDER = [
    "adcli.version",
    "adcli.signals",
    "adcli.transliteration",
    "adcli.errors",
    "adcli.limits",
    "adcli.notes",
    "adcli.functions",
    "adcli.language",
    "adcli.language.forms",
    "adcli.language.syntax",
    "adcli.advice",
    "adcli.language.names",
    "adcli.language.elements",
    "adcli.language.juxtaposition",
    "adcli.language.blocks",
    "adcli.language.reductions",
    "adcli.language.lalr",
    "adcli.language.grammar",
    "adcli.language.rereading",
    "adcli.language.parser",
    "adcli.program.passes",
    "adcli.program.decisions",
    "adcli.graph",
    "adcli.meaning",
    "adcli.build",
    "adcli.helpers",
    "adcli.formula",
    "adcli.codegen",
    "adcli.rules",
    "adcli.arithmetic",
    "adcli.sweep",
    "adcli.accuracy",
    "adcli.accuracy.widening",
    "adcli.program",
    "adcli.program.vectors",
    "adcli.program.instructions",
    "adcli.program.checks",
    "adcli.program.expressions",
    "adcli.program.code",
    "adcli.program.scopes",
    "adcli.program.values",
    "adcli.program.loops",
    "adcli.program.machine",
    "adcli.program.inputs",
    "adcli.program.recorder",
    "adcli.program.deciding",
    "adcli.reading",
    "adcli.program.telling",
    "adcli.program.executed",
    "adcli.judging",
    "adcli.judging.complex_step",
    "adcli.cost",
    "adcli.symbolic",
    "adcli.kernel.tables",
    "adcli.kernel.circular",
    "adcli.kernel.exponential",
    "adcli.kernel.direct",
    "adcli.kernel.forms",
    "adcli.kernel.ties",
    "adcli.kernel.source",
    "adcli.kernel.algebra",
    "adcli.kernel.program",
    "adcli.kernel.plan",
    "adcli.kernel.shaking",
    "adcli.kernel.writing",
    "adcli.kernel.buffers",
    "adcli.kernel.threads",
    "adcli.kernel",
    "adcli.point",
    "adcli.accuracy.bounds",
    "adcli.accuracy.rewriting",
    "adcli.accuracy.rounding",
    "adcli.diagnosis",
    "adcli.derivatives",
    "adcli.accuracy.estimates",
    "adcli.accuracy.caution",
    "adcli.accuracy.settling",
    "adcli.accuracy.precision",
    "adcli.matrices",
    "adcli.matrices.seeds",
    "adcli.expansions",
    "adcli.expansions.series",
    "adcli.expansions.convergence",
    "adcli.expansions.expansion",
    "adcli.expansions.polynomial",
    "adcli.formulas",
    "adcli.formulas.numerals",
    "adcli.formulas.expressions",
    "adcli.formulas.simplify",
    "adcli.formulas.tidy",
    "adcli.formulas.differentiation",
    "adcli.matrices.matrix",
    "adcli.matrices.sparsity",
    "adcli.matrices.products",
    "adcli.matrices.jacobians",
    "adcli.matrices.hessians",
    "adcli.traces",
    "adcli.traces.notation",
    "adcli.traces.chain_rule",
    "adcli.traces.steps",
    "adcli.traces.ordering",
    "adcli.traces.trace_sweeps",
    "adcli.traces.tracing",
    "adcli.traces.product_tracing",
    "adcli.judging.noise",
    "adcli.judging.differences",
    "adcli.judging.checking",
    "adcli.judging.nearby",
    "adcli.judging.wrong_rules",
    "adcli.judging.mistakes",
    "adcli.judging.explaining",
    "adcli.judging.claims",
    "adcli.judging.referee",
    "adcli.comparing",
    "adcli.comparing.swell",
    "adcli.comparing.comparison",
    "adcli.arrays",
    "adcli.arrays.vectorized",
    "adcli.arrays.paths",
    "adcli.arrays.compiled",
    "adcli.interface",
    "adcli",
    "adcli.render.numbers",
    "adcli.render.options",
    "adcli.render.messages",
    "adcli.render.listing",
    "adcli.render.reports",
    "adcli.render.plot",
    "adcli.render.layouts",
    "adcli.render.page",
    "adcli.render.draw",
    "adcli.render",
    "adcli.render.looks",
    "adcli.batch.plan",
    "adcli.batch.requests",
    "adcli.batch.numerals",
    "adcli.batch.readers.quoting",
    "adcli.batch.readers.decoding",
    "adcli.batch.readers.files",
    "adcli.batch.readers.tabular",
    "adcli.batch.readers.spots",
    "adcli.batch.readers.formulas",
    "adcli.batch.readers.objects",
    "adcli.batch.readers.columns",
    "adcli.batch.readers.arrays",
    "adcli.batch.readers.ranges",
    "adcli.batch.readers.sheets",
    "adcli.batch.readers.places",
    "adcli.batch.readers",
    "adcli.batch.header",
    "adcli.batch.solve",
    "adcli.batch.inputs",
    "adcli.batch.survey",
    "adcli.batch.table",
    "adcli.batch.tasks",
    "adcli.batch.job",
    "adcli.batch.spool",
    "adcli.batch.sinks",
    "adcli.batch.writers",
    "adcli.batch.workers",
    "adcli.batch.run",
    "adcli.batch",
    "adcli.commands",
    "adcli.__main__",
]


def module_name(file: Path) -> str:
    parts = file.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts).removesuffix(".__init__")


def place(module: str) -> int:
    """Where a module stands: at its own entry, or at that of the package it is in."""
    while module not in ORDER:
        module = module.rpartition(".")[0]
    return ORDER.index(module)


def imported(file: Path) -> set[str]:
    """The modules of adcli that a file imports anywhere, inside functions too."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "adcli":
            inside = {f"{node.module}.{alias.name}" for alias in node.names}
            modules = {name for name in inside if (PACKAGE.parent / Path(*name.split("."))).with_suffix(".py").exists()}
            found |= modules or {node.module}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name.split(".")[0] == "adcli"}
    return found


FILES = sorted(PACKAGE.rglob("*.py"), key=module_name)


@pytest.mark.parametrize("file", FILES, ids=module_name)
def test_imports_run_one_way(file: Path) -> None:
    own = module_name(file)
    for other in imported(file):
        assert place(other) <= place(own), f"{own} imports {other}, which stands below it"


def test_the_table_of_functions_imports_nothing_of_adcli() -> None:
    files = sorted((PACKAGE / "functions").glob("*.py"))
    assert len(files) > 5
    assert {module for file in files for module in imported(file) if not module.startswith("adcli.functions")} == set()


def test_every_entry_of_the_list_exists() -> None:
    names = {module_name(file) for file in FILES}
    assert set(ORDER) <= names


@pytest.mark.parametrize("file", FILES, ids=module_name)
def test_files_are_small_and_say_what_they_are_for(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text))
    assert len(text.splitlines()) <= 260


def test_user_text_never_reaches_the_interpreter() -> None:
    callers = {module_name(file) for file in FILES for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if _runs_code(node)}
    assert callers == {"adcli.codegen", "adcli.kernel.writing"}


def _runs_code(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("eval", "exec", "compile", "__import__")
