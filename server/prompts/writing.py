"""What a language model is told: `prompts/writing.yaml`."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Final

from pydantic import AfterValidator, TypeAdapter

from server.coach.checked import MisplacedError
from server.coach.guard import guard
from server.coach.playbook import Playbook
from server.coach.rewriting import Writing
from server.prompts.files import PROMPTS_DIR, load_as

FILE: Final = "writing.yaml"


def with_writing(playbook: Playbook, directory: Path = PROMPTS_DIR) -> Playbook:
    """The playbook with what a language model is told; its examples must pass the guard.

    Raises:
        PromptError: at the first mistake.
    """

    def passing(writing: Writing) -> Writing:
        for place, example in enumerate(writing.examples):
            known = (example.fact,) if example.fact else ()
            refusal = guard(example.rewritten, example.draft, known, playbook)
            if refusal is not None:
                told = (
                    f"过不了 would be refused by rules/guard.yaml: {refusal.code} {refusal.words!r}"
                )
                raise MisplacedError(
                    f"rewritten {told}；改例子或词表", "examples", place, "rewritten"
                )
        return writing

    shape: TypeAdapter[Writing] = TypeAdapter(Annotated[Writing, AfterValidator(passing)])
    return replace(playbook, writing=load_as(directory / FILE, shape))
