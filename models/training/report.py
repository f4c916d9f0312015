"""How a training run tells how far it is."""

from collections.abc import Callable

Report = Callable[[int, int, float], None]
"""Called after each step with (step, steps, mean loss)."""
