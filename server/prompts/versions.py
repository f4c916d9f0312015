"""Published versions of `prompts/`: each is kept, one is served, going back is a pointer."""

import shutil
from pathlib import Path
from typing import Final

from server.prompts.files import PROMPTS_DIR, PromptError
from server.prompts.playbook import load_playbook

SHIPPED: Final = "shipped"
"""The version that came with the program."""
_POINTER: Final = "current"
# What the coach reads; demo scripts are not part of its advice.
_PARTS: Final = ("wording", "rules")
_FILES: Final = ("products.txt", "writing.yaml")


class Versions:
    """The versions under `home`, in the data folder; nothing is written before `publish`."""

    def __init__(self, home: Path, shipped: Path = PROMPTS_DIR) -> None:
        self.home = home
        self._shipped = shipped

    def names(self) -> list[str]:
        """The shipped version and the published ones, the oldest first."""
        published = sorted(path.name for path in self.home.glob("v[0-9]*") if path.is_dir())
        return [SHIPPED, *published]

    @property
    def current(self) -> str:
        """The version that is served."""
        pointer = self.home / _POINTER
        name = pointer.read_text(encoding="utf-8").strip() if pointer.is_file() else SHIPPED
        return name if name in self.names() else SHIPPED

    def directory(self, name: str | None = None) -> Path:
        """Where a version lies; by default the one that is served.

        Raises:
            PromptError: where there is no such version.
        """
        name = name or self.current
        if name not in self.names():
            raise PromptError(
                f"没有这一版 no version {name!r}；现有 there are {', '.join(self.names())}"
            )
        return self._shipped if name == SHIPPED else self.home / name

    def draft(self, target: Path) -> None:
        """Copy the served version to `target`, to be changed there.

        Raises:
            PromptError: where something lies there already.
        """
        if target.exists() and any(target.iterdir()):
            raise PromptError(f"{target} 里有东西，换一个目录 is not empty; name another folder")
        _copy(self.directory(), target)

    def publish(self, draft: Path) -> str:
        """Keep a copy of `draft` as a new version and serve it; its name.

        Raises:
            PromptError: at the first mistake in it; what is served stays.
        """
        load_playbook(draft)
        last = max((int(name[1:]) for name in self.names()[1:]), default=0)
        name = f"v{last + 1:04d}"
        # Under another name until it is whole: a crash leaves no half version.
        unfinished = self.home / f".{name}"
        shutil.rmtree(unfinished, ignore_errors=True)
        _copy(draft, unfinished)
        unfinished.rename(self.home / name)
        self._serve(name)
        return name

    def roll_back(self, name: str | None = None) -> str:
        """Serve an earlier version: `name`, or the one before the present one.

        Raises:
            PromptError: where there is none.
        """
        names = self.names()
        if name is None:
            before = names.index(self.current) - 1
            if before < 0:
                raise PromptError(
                    "在用的是自带版，前面没有了 the shipped version is served, there is none before"
                )
            name = names[before]
        self.directory(name)
        self._serve(name)
        return name

    def _serve(self, name: str) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        new = self.home / f".{_POINTER}"
        new.write_text(f"{name}\n", encoding="utf-8")
        new.replace(self.home / _POINTER)


def _copy(source: Path, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    for part in _PARTS:
        shutil.copytree(source / part, target / part)
    for file in _FILES:
        shutil.copy(source / file, target / file)
