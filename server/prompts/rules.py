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
    rules = Rules(**found)
    _require_grounds(rules, directory)
    _require_kinds_once(rules, directory)
    return rules


def _require_grounds(rules: Rules, directory: Path) -> None:
    """Refuse a statement that looks for a ground which no tier rule gives."""
    known = {rule.id for rule in rules.tiers.rules}
    path = directory / "rules" / "statements.yaml"
    for statement in rules.statements.approved:
        for key in ("since", "until"):
            if strange := [each for each in getattr(statement, key) if each not in known]:
                text = path.read_text(encoding="utf-8")
                place = text.index(f"{key}:", text.index(f"id: {statement.id}"))
                raise PromptError(
                    f"{path.name}:{_line(text, place)}: {key} 里的 {strange[0]!r} "
                    "在 tiers.yaml 里没有 which is no id in tiers.yaml"
                )


def _require_kinds_once(rules: Rules, directory: Path) -> None:
    """Refuse a second rule for a kind of cue: one of both would have been changed in vain."""
    kinds: set[str] = set()
    for rule in rules.cues:
        if rule.kind in kinds:
            path = directory / "rules" / "cues.yaml"
            text = path.read_text(encoding="utf-8")
            line = _line(text, text.rindex(f"kind: {rule.kind}"))
            raise PromptError(f"{path.name}:{line}: 重复了 {rule.kind!r} is there twice；只留一个")
        kinds.add(rule.kind)


def _line(text: str, place: int) -> int:
    """The number of the line in which `place` is."""
    return text.count("\n", 0, place) + 1
