"""The entry point: what ends the process from outside is in place before anything else is imported."""

from __future__ import annotations

import gc
import signal
import sys
from types import FrameType

INTERRUPTED = 130


def _end(number: int, frame: FrameType | None) -> None:
    signal.signal(number, signal.SIG_IGN)
    raise SystemExit(128 + number)


def main() -> None:
    """Run adcli and exit: 0, 1 or 2 as the command says, 74, 130, 141 or 143 where the outside ended it."""
    gc.disable()  # one short run leaves few cycles, and the collector would walk a million nodes again and again
    for number in {signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)}:
        if signal.getsignal(number) is not signal.SIG_IGN:  # nohup
            signal.signal(number, _end)
    try:
        from adcli.commands.process import serve

        code = serve(sys.argv[1:])
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # all is written, and there is nothing left to stop
    except KeyboardInterrupt:
        code = INTERRUPTED
    sys.exit(code)


if __name__ == "__main__":
    main()
