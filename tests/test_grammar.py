"""The grammar files: unambiguous by construction, and found wherever adcli is installed."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from lark import Lark, logger
from lark.exceptions import GrammarError

from adcli.language.grammar import grammar_folder, load_grammar

GRAMMARS = Path(__file__).parent.parent / "grammars"


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """What Lark says while it builds a parser; it settles shift/reduce conflicts with a message of level debug."""
    logger.addHandler(caplog.handler)
    logger.setLevel(logging.DEBUG)
    yield caplog
    logger.removeHandler(caplog.handler)
    logger.setLevel(logging.CRITICAL)


def test_the_grammar_has_no_conflicts(log: pytest.LogCaptureFixture) -> None:
    load_grammar(debug=True)
    assert [record.message for record in log.records if "onflict" in record.message] == []


def test_a_conflict_would_be_noticed(log: pytest.LogCaptureFixture) -> None:
    Lark('start: start "+" start | "a"', parser="lalr", debug=True)
    assert any("onflict" in record.message for record in log.records)
    with pytest.raises(GrammarError):
        Lark('start: a | b\na: "x"\nb: "x"', parser="lalr")


def test_a_checkout_uses_its_own_grammar() -> None:
    assert Path(grammar_folder()).resolve() == GRAMMARS.resolve()


def test_a_wheel_carries_the_grammars(tmp_path: Path) -> None:
    import subprocess
    import sys

    source = GRAMMARS.parent
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(tmp_path), str(source)],
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    import zipfile

    names = zipfile.ZipFile(wheel).namelist()
    assert {"adcli/grammars/expression.lark", "adcli/grammars/program.lark", "adcli/py.typed"} <= set(names)
    assert not any(name.startswith(("tests", "grammars")) for name in names)
