"""The answers so far, kept in a folder beside the output until all of them are there: killed at any moment, a run can go on.

Files only ever grow. After each task one line of the journal says how long each file then is and how much of the input is done;
what stands beyond the last whole line of the journal does not count. A kill loses what was not told, and doubles nothing.
"""

from __future__ import annotations

import json
import os
import shutil
import zlib
from collections.abc import Collection
from contextlib import suppress
from typing import Any

from adcli.errors import DataError, short

_JOURNAL = "journal"
_MOST_OPEN = 100  # files; a process may have a thousand or so
_ATTEMPTS = 100  # to lock a folder that another run may be removing just now
_LONGEST_NAME = 240  # bytes; a folder's name has a few more and may have 255


class Spool:
    """The folder of one output. `state` is what the last whole line of the journal says, or empty at a beginning.

    `dropped` is how many rows of an earlier run were there and are not gone on with.
    """

    def __init__(self, target: str, asked: str, *, resume: bool) -> None:
        self.target = os.path.realpath(target)
        folder, name = os.path.split(self.target)
        if len(os.fsencode(name)) > _LONGEST_NAME:
            name = f"{zlib.crc32(os.fsencode(name)):08x}"
        self.folder = os.path.join(folder, f".{name}.adcli")
        self.state: dict[str, Any] = {}
        self.dropped = 0
        self._new = False  # whether there was no journal: other files in the folder are somebody else's then
        self._files: dict[str, int] = {}
        self._lengths: dict[str, int] = {}  # of the files that were added to
        if os.path.isdir(self.target):
            raise IsADirectoryError(21, "Is a directory")
        with suppress(FileNotFoundError):
            os.stat(self.target)  # raises what is wrong with the name
            if not os.access(self.target, os.W_OK):
                raise PermissionError(13, "Permission denied")
        self._journal = self._open()
        try:
            if resume:
                self._recover(asked)
            if not self.state:
                self._begin(asked)
        except BaseException:
            self.close()
            raise

    @property
    def complete(self) -> bool:
        """Whether a run that was killed while it put its output in place is gone on with: no row is missing."""
        return "complete" in self.state

    def _open(self) -> int:
        """The journal, locked. Raises DataError where another run is writing the same output."""
        for _ in range(_ATTEMPTS):
            with suppress(FileExistsError):
                os.mkdir(self.folder, 0o700)
            with suppress(FileNotFoundError):  # a run that ended just now has removed the folder
                self._new = not os.path.exists(self.path(_JOURNAL))
                journal = os.open(self.path(_JOURNAL), os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o666)
                try:
                    self._lock(journal)
                    if os.path.samestat(os.fstat(journal), os.stat(self.path(_JOURNAL))):
                        return journal
                except BaseException:
                    os.close(journal)
                    raise
                os.close(journal)
        raise DataError(f"{short(self.folder)} is wanted for the answers, and cannot be made", advice="move away what is there")

    def _lock(self, journal: int) -> None:
        """Lock the journal for this process, and not for workers that may outlive it."""
        try:
            import fcntl
        except ImportError:  # not a POSIX system
            return
        try:
            fcntl.lockf(journal, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (BlockingIOError, PermissionError):
            raise DataError(f"another run is writing {short(self.target)} just now", advice="wait for it, or write elsewhere") from None

    def _begin(self, asked: str) -> None:
        """Begin anew. Raises DataError where the folder holds what no run has put there."""
        if self._new and len(os.listdir(self.folder)) > 1:
            os.remove(self.path(_JOURNAL))
            raise DataError(f"{short(self.folder)} is wanted for the answers, and holds something else", advice="move it away")
        lines = self._lines()
        self.dropped = sum(_object(lines[-1]).get("counts", ())) if lines else 0
        os.ftruncate(self._journal, 0)
        self._remove_all_but({_JOURNAL})
        write_all(self._journal, json.dumps({"asked": asked}).encode() + b"\n")

    def _lines(self) -> list[bytes]:
        """The whole lines of the journal, by the descriptor that is locked: closing another one would unlock it."""
        return os.pread(self._journal, os.fstat(self._journal).st_size, 0).split(b"\n")[:-1]

    def _remove_all_but(self, names: Collection[str]) -> None:
        for name in os.listdir(self.folder):
            if name not in names:
                os.remove(self.path(name))

    def _recover(self, asked: str) -> None:
        """Find the last state whose files are all there, and cut them to it. Raises DataError where the run was another one."""
        lines = self._lines()
        first = _object(lines[0]) if lines else {}
        if not first:
            return
        if first.get("asked") != asked:
            raise DataError(
                f"what is there of {short(self.target)} comes from other expressions, options or another version",
                advice="run the same command again, or leave off --resume to begin anew",
            )
        for k in range(len(lines) - 1, 0, -1):
            state = _object(lines[k])
            if self._is_there(state):
                self.state = state
                os.ftruncate(self._journal, sum(map(len, lines[: k + 1])) + k + 1)
                break
        if self.state and not self.complete:
            self._remove_all_but({_JOURNAL, *self.state["lengths"]})
            for name, length in self.state["lengths"].items():
                os.truncate(self.path(name), length)

    def _is_there(self, state: dict[str, Any]) -> bool:
        """Whether the files have all that a state tells of, or have gone into the output already."""
        if "complete" in state and not os.path.exists(self.path(state["complete"])):
            return os.path.exists(self.target)
        return "lengths" in state and all(self._size(name) >= length for name, length in state["lengths"].items())

    def _size(self, name: str) -> int:
        return os.path.getsize(self.path(name)) if os.path.exists(self.path(name)) else -1

    @property
    def is_kept(self) -> bool:
        """Whether there is something to go on with."""
        return os.path.exists(self.path(_JOURNAL))

    def append(self, name: str, data: bytes) -> None:
        """Add to a file of the folder."""
        file = self._files.get(name, -1)
        if file < 0:
            file = os.open(self.path(name), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)
        keep = len(self._files) < _MOST_OPEN or name in self._files
        try:
            if keep:
                self._files[name] = file
            write_all(file, data)
            self._lengths[name] = os.fstat(file).st_size
        finally:
            if not keep:
                os.close(file)

    def read(self, name: str) -> bytes:
        """What a file of the folder holds."""
        with open(self.path(name), "rb") as file:
            return file.read()

    def path(self, name: str) -> str:
        """Where a file of the folder is."""
        return os.path.join(self.folder, name)

    def commit(self, state: dict[str, Any]) -> None:
        """Say that everything up to here counts."""
        self.state = state | {"lengths": self.state.get("lengths", {}) | self._lengths}
        write_all(self._journal, json.dumps(self.state).encode() + b"\n")

    def finish(self, name: str) -> None:
        """Put a file of the folder in the output's place, with the permissions of what it replaces, and remove the folder."""
        if os.path.exists(self.path(name)):
            if os.path.exists(self.target):
                shutil.copymode(self.target, self.path(name))
            descriptor = os.open(self.path(name), os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
            self.commit(self.state | {"complete": name})
            os.replace(self.path(name), self.target)
        self.remove()
        self.close()

    def remove(self) -> None:
        """Remove the folder, unless that is done."""
        if self._journal >= 0:
            with suppress(OSError):  # the journal last: while there is anything, it tells what
                self._remove_all_but({_JOURNAL})
                os.remove(self.path(_JOURNAL))
                os.rmdir(self.folder)

    def close(self) -> None:
        """Let go of the files; the folder stays."""
        descriptors = [*self._files.values(), self._journal]
        self._files, self._journal = {}, -1  # first: an interrupted close is not begun again
        for descriptor in descriptors:
            if descriptor >= 0:
                os.close(descriptor)


def _object(line: bytes) -> dict[str, Any]:
    """What a line of the journal says; nothing where it is damaged."""
    try:
        found = json.loads(line)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def write_all(descriptor: int, data: bytes) -> None:
    """Write all of some bytes, however many the system takes at once."""
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]
