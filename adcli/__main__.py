"""The entry point: runs the command line, and ends the process as its callers expect."""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType

import click

from adcli.commands import cli
from adcli.commands.process import INTERRUPTED, TERMINATED, guarded_output, say

PROGRAM = "adcli"


def _terminate(signum: int, frame: FrameType | None) -> None:
    raise SystemExit(TERMINATED)


def main() -> None:
    """Run adcli and exit: 0, 1 or 2 as the command says, 74, 130, 141 or 143 where the outside ended it."""
    if f"_{PROGRAM.upper()}_COMPLETE" in os.environ:
        cli.main(prog_name=PROGRAM)
    signal.signal(signal.SIGTERM, _terminate)
    try:
        with guarded_output(), cli.make_context(PROGRAM, sys.argv[1:]) as context:
            cli.invoke(context)
        code = 0
    except click.exceptions.Exit as error:
        code = error.exit_code
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except (KeyboardInterrupt, click.Abort):
        say("")
        code = INTERRUPTED
    sys.exit(code)


if __name__ == "__main__":
    main()
