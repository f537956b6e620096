"""Draws the pictures of the documentation: real output, as a terminal shows it.

python docs/pictures/make.py
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.text import Text

FOLDER = Path(__file__).parent
WIDTH = 80
PICTURES = {
    "grad.svg": ["grad", "sin(x1) + x1*x2", "--at", "x1=2,x2=3"],
    "reverse.svg": ["trace", "sin(x1) + x1*x2", "--at", "x1=2,x2=3", "--mode", "reverse"],
}


def draw(name: str, arguments: list[str]) -> None:
    """Run a command and write its output, colours and all, as an SVG."""
    command = [sys.executable, "-m", "adcli", *arguments, "--color", "always", "--width", str(WIDTH)]
    shown = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONUTF8": "1"}).stdout
    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        console = Console(record=True, width=WIDTH, file=nowhere)
        prompt = " ".join(f'"{word}"' if " " in word else word for word in arguments)
        console.print(Text(f"$ adcli {prompt}", style="bold green"))
        console.print(Text.from_ansi(shown), soft_wrap=True)
        console.save_svg(str(FOLDER / name), title="adcli", unique_id=f"adcli-{name.removesuffix('.svg')}")


if __name__ == "__main__":
    for name, arguments in PICTURES.items():
        draw(name, arguments)
