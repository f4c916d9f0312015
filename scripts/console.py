"""What the commands share of the terminal: one console, progress bars, failing with a sentence."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
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


@contextmanager
def reporting(description: str) -> Iterator[Callable[[int, int, float], None]]:
    """A progress bar, and what moves it."""
    with bar("loss {task.fields[loss]:.3f}") as progress:
        task = progress.add_task(description, total=None, loss=0.0)

        def report(step: int, steps: int, loss: float) -> None:
            progress.update(task, completed=step, total=steps, loss=loss)

        yield report


def fail(message: str) -> NoReturn:
    """Say what is wrong and what to do, and exit with status 2."""
    err.print(Text.assemble(("✗ ", "red"), message))
    sys.exit(2)
