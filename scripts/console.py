"""What the commands share of the terminal: one console, progress bars, failing with a sentence."""

import sys
from typing import NoReturn

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text

# No markup: what is printed may be a customer's words.
out = Console(highlight=False, markup=False)
err = Console(stderr=True, highlight=False, markup=False)


def bar(*extra: str) -> Progress:
    """A progress bar on standard error; `extra` are further column templates."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        *(TextColumn(template) for template in extra),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=err,
    )


def fail(message: str) -> NoReturn:
    """Say what is wrong and what to do, and exit with status 2."""
    err.print(Text.assemble(("✗ ", "red"), message))
    sys.exit(2)
