"""What a run imports, because start-up is felt; and the grammar that is kept between runs."""

from __future__ import annotations

import marshal
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from zlib import crc32

import pytest

from tests.running import environment, finish, run, start

REPORT = """
import sys
from adcli.__main__ import main
try:
    main()
finally:
    print("MODULES", *sys.modules, file=sys.stderr)
"""

ROOT = Path(__file__).parent.parent
HEAVY = ("lark", "rich", "numpy", "scipy", "mpmath", "hypothesis")
COMMAND_LINE = {
    "adcli",
    "adcli.__main__",
    "adcli.commands",
    "adcli.commands.command",
    "adcli.commands.inputs",
    "adcli.commands.process",
    "adcli.commands.streams",
    "adcli.commands.words",
    "adcli.render",
    "adcli.render.numbers",
    "adcli.render.options",
    "adcli.render.reports",
    "adcli.render.reports.errors",
    "adcli.transliteration",
    "adcli.version",
}
ENGINE = {
    "adcli",
    "adcli.accuracy",
    "adcli.accuracy.caution",
    "adcli.accuracy.precision",
    "adcli.accuracy.widening",
    "adcli.arithmetic",
    "adcli.arithmetic.exact",
    "adcli.arithmetic.floats",
    "adcli.arithmetic.widenumber",
    "adcli.build",
    "adcli.codegen",
    "adcli.cost",
    "adcli.derivatives",
    "adcli.errors",
    "adcli.functions",
    *(f"adcli.functions.{file.stem}" for file in (ROOT / "adcli" / "functions").glob("[a-z]*.py") if file.stem != "rewrites"),
    "adcli.graph",
    "adcli.interface",
    "adcli.language",
    "adcli.language.blocks",
    "adcli.language.elements",
    "adcli.language.forms",
    "adcli.language.grammar",
    "adcli.language.juxtaposition",
    "adcli.language.lalr",
    "adcli.language.names",
    "adcli.language.parser",
    "adcli.language.reductions",
    "adcli.language.syntax",
    "adcli.limits",
    "adcli.meaning",
    "adcli.notes",
    "adcli.point",
    "adcli.reading",
    "adcli.rules",
    "adcli.sweep",
}

GRADIENT = {"adcli.commands.grad", "adcli.arithmetic.nodes", "adcli.symbolic", "adcli.render.reports.gradient"}
VALUE = {"adcli.commands.eval", "adcli.render.looks", "adcli.render.looks.value", "adcli.render.reports.value"}


@pytest.fixture(autouse=True, scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A cache folder in which an earlier run has kept the grammar."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        run("eval", "6*7")
        yield


def imported(*words: str) -> set[str]:
    """The modules that a run has imported when it ends."""
    done = subprocess.run([sys.executable, "-c", REPORT, *words], env=environment(), capture_output=True, text=True)
    return set(done.stderr.partition("MODULES ")[2].split())


def own(modules: set[str]) -> set[str]:
    return {module for module in modules if module.partition(".")[0] == "adcli"}


def test_json_imports_what_it_needs_and_no_more() -> None:
    modules = imported("grad", "sin(x1) + x1*x2", "--at", "x1=2,x2=3", "-f", "json")
    assert own(modules) == COMMAND_LINE | ENGINE | GRADIENT | {"adcli.render.json"}
    assert modules.isdisjoint((*HEAVY, "csv", "difflib"))


@pytest.mark.parametrize(
    "words", [("jacobian", "x*y; x"), ("hessian", "x*y"), ("jvp", "x*y", "--tangent", "x=1"), ("vjp", "x*y", "--cotangent", "1")]
)
def test_matrices_and_products_import_no_arrays(words: tuple[str, ...]) -> None:
    modules = imported(*words, "--at", "x=2,y=3", "-f", "json")
    assert modules.isdisjoint((*HEAVY, "csv", "difflib"))
    assert modules.isdisjoint(("adcli.traces.tracing", "adcli.render.draw"))


def test_special_functions_are_imported_when_they_are_used() -> None:
    modules = imported("grad", "gamma(x)*erfinv(x)*j0(x)*lambertw(x)", "--at", "x=0.5", "-f", "json")
    assert {"adcli.arithmetic.special.gamma", "adcli.arithmetic.special.bessel"} <= modules
    assert modules.isdisjoint(HEAVY)


@pytest.mark.parametrize("words", [("diff", "x*gamma(x)"), ("taylor", "x^x*j0(x)", "--at", "x=1")])
def test_formulas_and_series_import_no_library(words: tuple[str, ...]) -> None:
    modules = imported(*words, "-f", "json")
    assert modules.isdisjoint((*HEAVY, "csv", "difflib", "adcli.traces.tracing", "adcli.diagnosis"))


def test_eval_imports_no_table() -> None:
    modules = imported("eval", "x^2", "--at", "x=2")
    assert own(modules) == COMMAND_LINE | ENGINE | VALUE
    assert modules.isdisjoint((*HEAVY, "csv", "difflib", "json"))


def test_csv_imports_no_json() -> None:
    modules = imported("grad", "x^2", "--at", "x=2", "--format", "csv")
    assert own(modules) == COMMAND_LINE | ENGINE | GRADIENT | {"adcli.render.csv"}
    assert modules.isdisjoint((*HEAVY, "json", "difflib"))


def test_a_table_is_what_rich_is_imported_for() -> None:
    modules = imported("grad", "x^2", "--at", "x=2")
    assert "rich" in modules
    assert modules.isdisjoint(("numpy", "scipy", "csv", "json", "difflib", "rich.markdown", "rich.progress", "rich.traceback", "pygments"))
    assert {name for name in own(modules) if ".looks." in name or ".reports." in name} == {
        "adcli.render.looks.gradient",
        "adcli.render.reports.errors",
        "adcli.render.reports.gradient",
    }
    others = (
        "accuracy.bounds",
        "comparing.comparison",
        "expansions.expansion",
        "formulas.differentiation",
        "matrices.jacobians",
        "judging.referee",
    )
    assert modules.isdisjoint((*(f"adcli.{name}" for name in others), "fractions"))


@pytest.mark.parametrize("words", [("--help",), ("--version",), ("grad", "--help"), ()])
def test_help_imports_no_table(words: tuple[str, ...]) -> None:
    assert imported(*words).isdisjoint((*HEAVY, "csv", "difflib"))


# The grammar between runs.


def value(folder: Path | str, **changes: str) -> str:
    done = run("eval", "6*x", "--at", "x=7", env={"XDG_CACHE_HOME": str(folder), **changes})
    assert (done.code, done.err) == (0, "")
    return done.out


def kept(folder: Path, kind: str = "rules") -> Path:
    """The file in a cache folder with what is run at every start, or with Lark's `grammar` that it comes from."""
    files = {file.name.partition("-")[0]: file for file in (folder / "adcli").iterdir()}
    assert set(files) == {"grammar", "rules"}
    return files[kind]


def test_the_grammar_is_kept_in_the_users_cache_folder(tmp_path: Path) -> None:
    assert value(tmp_path) == "42\n"
    before = kept(tmp_path).stat()
    assert value(tmp_path) == "42\n"
    assert kept(tmp_path).stat().st_mtime_ns == before.st_mtime_ns
    assert (tmp_path / "adcli").stat().st_mode & 0o077 == 0


def test_without_a_setting_it_is_in_the_home(tmp_path: Path) -> None:
    assert value("", HOME=str(tmp_path)) == "42\n"
    assert kept(tmp_path / ".cache")
    assert value("relative", HOME=str(tmp_path)) == "42\n"
    assert not os.path.exists("relative")


def grammar_of(file: Path) -> bytes:
    """The grammar that a whole file of rules is of."""
    check, content = file.read_bytes()[:4], file.read_bytes()[4:]
    assert check == crc32(content).to_bytes(4, "big")
    return str(marshal.loads(content)[0]).encode()


def damaged(good: bytes, damage: str) -> bytes:
    return {"empty": b"", "cut": good[: len(good) // 3], "garbage": os.urandom(5000), "other": good[:65] + b"\x80\x04N."}[damage]


@pytest.mark.parametrize("damage", ["empty", "cut", "garbage", "other", "folder"])
def test_damaged_files_are_written_anew(tmp_path: Path, damage: str) -> None:
    value(tmp_path)
    files = {kind: kept(tmp_path, kind) for kind in ("grammar", "rules")}
    good = {kind: file.read_bytes() for kind, file in files.items()}
    for kind, file in files.items():
        if damage == "folder":
            file.unlink()
            file.mkdir()
        else:
            file.write_bytes(damaged(good[kind], damage))
    assert value(tmp_path) == "42\n"
    if damage != "folder":
        assert grammar_of(files["rules"]) in good["rules"]
        assert len(files["grammar"].read_bytes()) > len(good["grammar"]) // 2 and files["grammar"].read_bytes()[:65] == good["grammar"][:65]
        assert value(tmp_path) == "42\n"


def test_rules_of_another_grammar_are_made_anew(tmp_path: Path) -> None:
    value(tmp_path)
    grammar, *made = marshal.loads(kept(tmp_path).read_bytes()[4:])
    other = marshal.dumps((grammar + " ", *made))
    kept(tmp_path).write_bytes(crc32(other).to_bytes(4, "big") + other)
    assert value(tmp_path) == "42\n"
    assert grammar_of(kept(tmp_path)) == grammar.encode()


def test_lark_is_imported_to_say_what_is_wrong() -> None:
    assert "lark" not in imported("eval", "2*x", "--at", "x=1")
    assert "lark" in imported("eval", "2*x)", "--at", "x=1")


@pytest.mark.parametrize("folder", ["/dev/null", "/dev/null/sub", "/proc"])
def test_a_folder_that_cannot_be_used_is_done_without(folder: str) -> None:
    assert value(folder) == "42\n"


def test_there_need_be_no_home() -> None:
    names = [name for name in environment() if name not in ("HOME", "XDG_CACHE_HOME")]
    env = {name: environment()[name] for name in names} | {"HOME": "/dev/null"}
    done = subprocess.run([sys.executable, "-m", "adcli", "eval", "6*7"], env=env, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("42\n", "")


def test_processes_may_write_it_at_once(tmp_path: Path) -> None:
    processes = [start("eval", "6*7", env={"XDG_CACHE_HOME": str(tmp_path)}) for _ in range(4)]
    assert {finish(process) for process in processes} == {(0, "42\n", "")}
    assert value(tmp_path) == "42\n"


WATCHED = """
from lark.parsers.lalr_analysis import LALR_Analyzer
built, compute = [], LALR_Analyzer.compute_lalr
LALR_Analyzer.compute_lalr = lambda self: built.append(self) or compute(self)
from adcli.reading import parse
parse("6*7")
print(len(built))
"""


def test_a_kept_grammar_is_not_built_again(tmp_path: Path) -> None:
    def built(folder: Path | str) -> bool:
        env = environment() | {"XDG_CACHE_HOME": str(folder), "HOME": "/dev/null"}
        return subprocess.run([sys.executable, "-c", WATCHED], env=env, capture_output=True, text=True, check=True).stdout != "0\n"

    assert [built(tmp_path), built(tmp_path), built("/dev/null")] == [True, False, True]
