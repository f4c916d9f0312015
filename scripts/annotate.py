"""`liubu annotate`: JSON Lines in, the same lines with readings and ledger out."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

from rich.progress import Progress, TaskID

from models.readings import (
    EMOTION_KEYS,
    INTENT_KEYS,
    CustomerReading,
    Distribution,
    top,
)
from models.runtime import classifier
from scripts.console import bar, err, fail
from scripts.transcripts import BadLineError, parse
from server.prompts import load_playbook
from server.review.annotator import Annotated, Annotator, Spoken

_SHOWN_BAD_LINES = 20
Line = Spoken[dict[str, Any]]


def run(source: Path, output: Path) -> int:
    """Annotate; returns the exit status: 1 where lines were bad and skipped."""
    if output.exists() and output.samefile(source):
        fail(f"{output} 既是输入又是输出；请换一个输出文件 is both input and output")
    bad: list[int] = [0]
    annotator = Annotator(classifier.load(), load_playbook())
    with (
        source.open("rb") as read,
        output.open("w", encoding="utf-8") as written,
        bar() as progress,
    ):
        task = progress.add_task("标注 annotate", total=source.stat().st_size)
        lines = _lines(read, bad, progress, task)
        for annotated in annotator.annotate(lines):
            written.write(json.dumps(result(annotated), ensure_ascii=False) + "\n")
    if bad[0]:
        err.print(f"跳过 {bad[0]} 行坏数据。Skipped {bad[0]} bad lines.")
    return 1 if bad[0] else 0


def result(annotated: Annotated[dict[str, Any]]) -> dict[str, Any]:
    """The input object with what was found added."""
    slots = [asdict(slot) for slot in annotated.slots]
    return {**annotated.spoken.source, **_found(annotated), "slots": slots}


def _found(annotated: Annotated[dict[str, Any]]) -> dict[str, Any]:
    reading, state = annotated.reading, annotated.state
    found: dict[str, Any]
    if isinstance(reading, CustomerReading):
        decision = state.decision
        steps = () if decision is None else (decision.step, decision.also)
        found = {
            "emotion": top(EMOTION_KEYS, reading.emotion)[0],
            "emotion_probs": _probabilities(EMOTION_KEYS, reading.emotion),
            "intent": top(INTENT_KEYS, reading.intent)[0],
            "intent_probs": _probabilities(INTENT_KEYS, reading.intent),
            "next": [step for step in steps if step],
            "fact": reading.quoted(annotated.spoken.text),
        }
    else:
        found = {
            "steps": list(reading.done),
            "feel": list(reading.carried),
            "faults": list(reading.committed),
        }
    return {**found, "ledger": dict(state.ledger.statuses())}


def _probabilities(keys: tuple[str, ...], distribution: Distribution) -> dict[str, float]:
    return {key: round(p, 4) for key, p in zip(keys, distribution, strict=True)}


def _lines(read: IO[bytes], bad: list[int], progress: Progress, task: TaskID) -> Iterator[Line]:
    for number, raw in enumerate(read, start=1):
        progress.advance(task, len(raw))
        if not raw.strip():
            continue
        try:
            yield parse(raw)
        except BadLineError as error:
            bad[0] += 1
            if bad[0] <= _SHOWN_BAD_LINES:
                err.print(f"第 {number} 行 line {number}: {error}")
