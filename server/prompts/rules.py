"""The coach's rules: `prompts/rules/`, one file a field of `Rules`."""

from dataclasses import fields
from pathlib import Path
from typing import Any, Final, get_type_hints

from pydantic import TypeAdapter

from server.coach.rules import Rules
from server.prompts.files import PROMPTS_DIR, PromptError, load_as

_SHAPES: Final = get_type_hints(Rules)


def load_rules(directory: Path = PROMPTS_DIR) -> Rules:
    """All rules.

    Raises:
        PromptError: at the first mistake.
    """
    found: dict[str, Any] = {
        field.name: load_as(
            directory / "rules" / f"{field.name}.yaml", TypeAdapter(_SHAPES[field.name])
        )
        for field in fields(Rules)
    }
    try:
        return Rules(**found)
    except ValueError as error:
        raise PromptError(str(directory / "rules" / str(error))) from error
