"""The answers so far, kept in a folder beside the output until all of them are there: killed at any moment, a run can go on.

Files only ever grow. After each task one line of the journal says how long each file then is and how much of the input is done;
what stands beyond the last whole line of the journal does not count. A kill loses what was not told, and doubles nothing.
"""

from __future__ import annotations

import json
import os
import shutil
from typing import Any

from adcli.errors import DataError, short

_JOURNAL = "journal"


class Spool:
    """The folder of one output. `state` is what the last whole line of the journal says, or empty at a beginning."""

    def __init__(self, target: str, asked: str, *, resume: bool) -> None:
        self.target = os.path.realpath(target)
        self.folder = os.path.join(os.path.dirname(self.target), f".{os.path.basename(self.target)}.adcli")
        self.state: dict[str, Any] = {}
        self._files: dict[str, int] = {}
        if os.path.isdir(self.target):
            raise IsADirectoryError(21, "it is a folder")
        if os.path.exists(self.target) and not os.access(self.target, os.W_OK):
            raise PermissionError(13, "Permission denied")
        os.makedirs(self.folder, exist_ok=True)
        self._journal = os.open(self._path(_JOURNAL), os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o666)
        self._lock()
        if resume:
            self._recover(asked)
        if not self.state:
            self._begin(asked)

    def _path(self, name: str) -> str:
        return os.path.join(self.folder, name)

    def _lock(self) -> None:
        """Raise DataError where another run is writing the same output."""
        try:
            import fcntl
        except ImportError:  # not a POSIX system
            return
        try:
            fcntl.flock(self._journal, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(self._journal)
            raise DataError(f"another run is writing {short(self.target)} just now", advice="wait for it, or write elsewhere") from None

    def _begin(self, asked: str) -> None:
        os.ftruncate(self._journal, 0)
        for name in os.listdir(self.folder):
            if name != _JOURNAL:
                os.remove(self._path(name))
        write_all(self._journal, json.dumps({"asked": asked}).encode() + b"\n")

    def _recover(self, asked: str) -> None:
        """Find the last state whose files are all there, and cut them to it. Raises DataError where the run was another one."""
        with open(self._path(_JOURNAL), "rb") as file:
            lines = [json.loads(line) for line in file.read().split(b"\n")[:-1] if line.endswith(b"}")]
        if not lines:
            return
        if lines[0].get("asked") != asked:
            raise DataError(
                f"what is there of {short(self.target)} comes from other expressions, options or another version",
                advice="run the same command again, or leave off --resume to begin anew",
            )
        for state in reversed(lines[1:]):
            if all(self._size(name) >= length for name, length in state["lengths"].items()) or self._complete(state):
                self.state = state
                break
        for name, length in self.state.get("lengths", {}).items():
            if os.path.exists(self._path(name)):
                os.truncate(self._path(name), length)

    def _size(self, name: str) -> int:
        return os.path.getsize(self._path(name)) if os.path.exists(self._path(name)) else -1

    def _complete(self, state: dict[str, Any]) -> bool:
        """Whether the run was killed when its output was in place already."""
        return bool(state.get("complete")) and os.path.exists(self.target)

    def append(self, name: str, data: bytes) -> None:
        """Add to a file of the folder."""
        if name not in self._files:
            self._files[name] = os.open(self._path(name), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)
        write_all(self._files[name], data)

    def read(self, name: str) -> bytes:
        """What a file of the folder holds."""
        with open(self._path(name), "rb") as file:
            return file.read()

    def path(self, name: str) -> str:
        """Where a file of the folder is."""
        return self._path(name)

    def commit(self, state: dict[str, Any]) -> None:
        """Say that everything up to here counts."""
        lengths = self.state.get("lengths", {}) | {name: os.fstat(file).st_size for name, file in self._files.items()}
        self.state = state | {"lengths": lengths}
        write_all(self._journal, json.dumps(self.state).encode() + b"\n")

    def finish(self, name: str) -> None:
        """Put a file of the folder in the output's place, with the permissions of what it replaces, and remove the folder."""
        if os.path.exists(self._path(name)):
            if os.path.exists(self.target):
                shutil.copymode(self.target, self._path(name))
            descriptor = os.open(self._path(name), os.O_RDONLY)
            os.fsync(descriptor)
            os.close(descriptor)
            self.commit(self.state | {"complete": True})
            os.replace(self._path(name), self.target)
        self.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def close(self) -> None:
        """Let go of the files; the folder stays."""
        for file in self._files.values():
            os.close(file)
        self._files = {}
        if self._journal >= 0:
            os.close(self._journal)
            self._journal = -1


def write_all(descriptor: int, data: bytes) -> None:
    """Write all of some bytes, however many the system takes at once."""
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]
