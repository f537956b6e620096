"""The entry point: runs the command line, and ends the process as its callers expect."""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType

from adcli.commands import cli
from adcli.commands.command import OUTPUT_FAILED, say

INTERRUPTED, PIPE_CLOSED, TERMINATED = 130, 141, 143


def _terminate(signum: int, frame: FrameType | None) -> None:
    raise SystemExit(TERMINATED)


def main() -> None:
    """Run adcli and exit."""
    signal.signal(signal.SIGTERM, _terminate)
    try:
        code = cli.main(prog_name="adcli", standalone_mode=True)
        sys.stdout.flush()
    except BrokenPipeError:
        code = _abandon_output(PIPE_CLOSED)
    except KeyboardInterrupt:
        code = INTERRUPTED
    except OSError as error:
        say(f"error: cannot write the output: {error.strerror}")
        code = _abandon_output(OUTPUT_FAILED)
    sys.exit(code)


def _abandon_output(code: int) -> int:
    """Point standard output at nothing, so that the interpreter's last flush finds nothing to complain about."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return code


if __name__ == "__main__":
    main()
