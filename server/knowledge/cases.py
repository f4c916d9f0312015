"""Closed cases, kept as articles so that the next one like them finds how they ended."""

import hashlib
import json
import re
from dataclasses import dataclass
from typing import Final

from server.knowledge.articles import SUFFIX

_PUNCTUATION: Final = re.compile(r"[!-/:-@\[-`{-~]")


@dataclass(frozen=True, slots=True)
class Case:
    """A closed case in the words of whoever closed it: no names, no numbers of persons."""

    id: str
    title: str
    summary: str
    outcome: str


def file_of(case: Case) -> tuple[str, bytes]:
    """The name of the file that a case is kept in, and what is in it."""
    name = hashlib.sha256(case.id.encode()).hexdigest()[:32] + SUFFIX
    # JSON's strings are YAML's, whatever is in them.
    title = json.dumps(_line(case.title), ensure_ascii=False)
    source = json.dumps(f"结案记录《{_line(case.title)}》", ensure_ascii=False)
    text = f"""---
kind: case
title: {title}
source: {source}
---
## 情况

{_plain(case.summary)}

## 结果

{_plain(case.outcome)}
"""
    return name, text.encode()


def _line(text: str) -> str:
    """A text as one line of what can be shown."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _plain(text: str) -> str:
    """A text as Markdown without any markup."""
    return _PUNCTUATION.sub(r"\\\g<0>", _line(text))
