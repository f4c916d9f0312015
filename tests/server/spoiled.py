"""A shipped rule file with a mistake put in, and what the loader says of it."""

import shutil
from pathlib import Path

import pytest

from server.prompts import PROMPTS_DIR, PromptError, load_rules


def told(folder: Path, name: str, right: str, wrong: str) -> str:
    """What is said when the first `right` of `prompts/rules/<name>.yaml` is `wrong` instead.

    The message must name the file and the line of the change.
    """
    shutil.copytree(PROMPTS_DIR, folder, dirs_exist_ok=True)
    path = folder / "rules" / f"{name}.yaml"
    text = path.read_text(encoding="utf-8")
    line = text[: text.index(right)].count("\n") + 1
    path.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(PromptError) as raised:
        load_rules(folder)
    message = str(raised.value)
    assert message.startswith(f"{name}.yaml:{line}: "), message
    return message
