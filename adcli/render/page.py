"""Where tables are printed: a terminal through Rich, in colour and of its width; anywhere else as plain lines."""

from __future__ import annotations

import shutil
from typing import IO, TYPE_CHECKING

from rich.cells import cell_len, chop_cells

from adcli.render.options import Options, wants_color

if TYPE_CHECKING:
    from rich.console import Console

PIPE_WIDTH = 80  # the width that a view is chosen for where there is no terminal


class Page:
    """Prints lines to a file. `width` is what they should fit into; `narrow` is whether they must."""

    def __init__(self, options: Options, file: IO[str]) -> None:
        self.file = file
        terminal = file.isatty()
        self.width = options.width or (shutil.get_terminal_size().columns if terminal else PIPE_WIDTH)
        self.narrow = terminal or options.width is not None
        # Rich is imported only where there is colour to show: a plain line needs no help, and start-up is felt.
        self._console = make_console(file, self.width) if wants_color(options.color, file) else None

    def line(self, text: str = "", style: str = "") -> None:
        """Print a line as it is, however wide."""
        if self._console is None:
            self.file.write(f"{text}\n")
            return
        from rich.text import Text

        self._console.print(Text(text, style=style), soft_wrap=True)

    def paragraph(self, text: str, style: str = "") -> None:
        """Print a line folded where it is too wide: first between its parts (six blanks), then between words."""
        parts = [part for part in text.split("      ") if part] if cell_len(text) >= self.width else [text]
        for part in parts:
            for folded in fold(part.strip(), self.width - 1):
                self.line(f" {folded}", style)

    def items(self, texts: list[str], style: str = "") -> None:
        """Print short texts side by side, as many on a line as fit."""
        line = ""
        for text in texts:
            if cell_len(text) >= self.width:
                if line:
                    self.line(f" {line}", style)
                self.paragraph(text, style)
                line = ""
                continue
            if line and cell_len(f"{line}    {text}") >= self.width:
                self.line(f" {line}", style)
                line = ""
            line = f"{line}    {text}" if line else text
        if line:
            self.line(f" {line}", style)

    def table(self, header: list[str], rows: list[list[str]]) -> None:
        """Print a table with Rich, cells folded where a terminal is too narrow."""
        from rich.table import Table
        from rich.text import Text

        table = Table(box=None, header_style="bold", padding=(0, 2, 0, 1), pad_edge=False, show_edge=False)
        for title in header:
            table.add_column(Text(title), overflow="fold")
        for row in rows:
            table.add_row(*map(Text, row))
        console = self._console or make_console(self.file, self.width, color=False)
        console.print(table, width=self.width)


def make_console(file: IO[str], width: int, *, color: bool = True) -> Console:
    """A Rich console that adds nothing of its own to what it is given: no markup, no emoji, no highlighting."""
    from rich.console import Console

    class Plain(Console):
        def on_broken_pipe(self) -> None:
            raise  # Rich would end the process itself, with 1

    return Plain(
        file=file,
        width=width,
        markup=False,
        emoji=False,
        highlight=False,
        force_terminal=color,
        no_color=not color,
        color_system="standard" if color else None,
    )


def fold(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` columns, broken between words, and inside one that is too long."""
    lines = [""]
    words = [piece for word in text.split(" ") for piece in (chop_cells(word, width - 2) if cell_len(word) > width - 2 else [word])]
    for word in words:
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if cell_len(longer) <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(f"  {word}")
    return lines
