"""Rows of text from columns: constant parts and lists of texts, joined row by row without a loop over rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Part = bytes | list[bytes]


def interleave(parts: Sequence[Part], count: int, instead: Mapping[int, bytes]) -> bytes:
    """For each row its part of every list, the constant parts between them; `instead` has rows that are another text."""
    merged: list[Part] = []
    for part in parts:
        if isinstance(part, bytes) and merged and isinstance(merged[-1], bytes):
            merged[-1] += part
        else:
            merged.append(part)
    width = len(merged)
    pieces: list[bytes] = [b""] * (width * count)
    for k, part in enumerate(merged):
        pieces[k::width] = [part] * count if isinstance(part, bytes) else part
    for i, text in instead.items():
        pieces[i * width : (i + 1) * width] = [text, *[b""] * (width - 1)]
    return b"".join(pieces)
