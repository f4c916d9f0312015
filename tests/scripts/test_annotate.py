"""`liubu annotate`, and that its results do not depend on how lines are batched."""

import itertools
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from models import annotation, labels
from models.readings import CustomerReading, Reading
from models.runtime.classifier import Classifier
from scripts.annotate import result
from server.coach.advice import Decision
from server.coach.state import State
from server.prompts import load_playbook
from server.review.annotator import Annotated, Annotator, Spoken
from tests.models.samples import customer_reading
from tests.scripts.conftest import Json, Run, spoken, write_lines

# Padding and company in the batch may move a probability by this much.
DIFFERENCE = 0.02
# More than the annotator may ever read ahead of what it gave back.
AHEAD_LIMIT = 1000
STATUSES = {"not_due", "due", "done", "skipped"}

TALK = [
    spoken("c1", 1, "customer", "我订的XL码衬衫发成了S码，你们怎么搞的"),
    spoken("c1", 2, "agent", "非常抱歉，您订的XL码发成了S码，今晚八点前给您补发。"),
    spoken("c1", 3, "customer", "好的，谢谢"),
]
OTHER = [
    spoken("c2", 1, "customer", "在吗"),
    spoken("c2", 2, "agent", "您好，请讲"),
    spoken("c2", 3, "customer", "发票怎么还没开，我急用"),
]


def _annotate(liubu: Run, folder: Path, lines: list[Json]) -> list[Json]:
    output = folder / "out.jsonl"
    outcome = liubu("annotate", write_lines(folder / "in.jsonl", lines), output)
    assert outcome.status == 0, outcome.err
    return _written(output)


def _written(output: Path) -> list[Json]:
    return [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]


def _of(role: str, lines: list[Json]) -> list[Json]:
    found = [line for line in lines if line["role"] == role]
    assert found
    return found


def test_customer_lines_get_feeling_wish_next_step_and_fact(liubu: Run, tmp_path: Path) -> None:
    for line in _of("customer", _annotate(liubu, tmp_path, [*TALK, *OTHER])):
        found = line.keys() - TALK[0].keys()
        assert found == {
            *(
                "emotion",
                "emotion_probs",
                "intent",
                "intent_probs",
                "next",
                "fact",
                "ledger",
                "slots",
            )
        }
        for name, vocabulary in (("emotion", labels.EMOTIONS), ("intent", labels.INTENTS)):
            probabilities = line[f"{name}_probs"]
            assert list(probabilities) == list(vocabulary)
            assert sum(probabilities.values()) == pytest.approx(1.0, abs=0.005)
            assert probabilities[line[name]] == max(probabilities.values())
        assert 1 <= len(line["next"]) <= 2
        assert len(set(line["next"])) == len(line["next"])
        assert set(line["next"]) <= labels.STEPS.keys()
        assert line["ledger"][line["next"][0]] == "due"
        assert line["fact"] is None or (line["fact"] and line["fact"] in line["text"])


@pytest.mark.parametrize(
    ("also", "following"), [("resolve", ["empathize", "resolve"]), (None, ["empathize"])]
)
def test_the_best_step_comes_first(also: str | None, following: list[str]) -> None:
    decided = Decision("empathize", also, confident=True, why=())
    line: Spoken[Json] = Spoken("c1", 1, labels.CUSTOMER, "怎么还没到", {})
    annotated = Annotated(line, customer_reading("anxious"), (), State(decision=decided))
    assert result(annotated)["next"] == following


def test_agent_lines_get_steps_feel_and_faults(liubu: Run, tmp_path: Path) -> None:
    for line in _of("agent", _annotate(liubu, tmp_path, [*TALK, *OTHER])):
        assert line.keys() - TALK[0].keys() == {"steps", "feel", "faults", "ledger", "slots"}
        assert set(line["steps"]) <= labels.STEPS.keys()
        assert set(line["feel"]) <= labels.FEEL.keys()
        assert set(line["faults"]) <= labels.FAULTS.keys()
        assert all(line["ledger"][step] == "done" for step in line["steps"])


def test_every_line_gets_what_it_names(liubu: Run, tmp_path: Path) -> None:
    asked, promised, _ = _annotate(liubu, tmp_path, TALK)
    assert [slot["value"] for slot in asked["slots"]] == ["衬衫"]
    (due,) = promised["slots"]
    assert promised["text"][due["start"] : due["end"]] == "今晚八点前"
    assert (due["kind"], due["value"]) == ("date", "D+0T20:00")


def test_every_line_gets_the_six_steps_of_the_ledger(liubu: Run, tmp_path: Path) -> None:
    for line in _annotate(liubu, tmp_path, [*TALK, *OTHER]):
        assert list(line["ledger"]) == list(labels.STEPS)
        assert set(line["ledger"].values()) <= STATUSES


def test_input_fields_come_back_as_they_were_in_their_order(liubu: Run, tmp_path: Path) -> None:
    extra: dict[str, Any] = {"at": 1.5, "channel": "chat", "tags": ["‹急›", {"a": None}]}
    lines = [{**extra, "n": number, **line} for number, line in enumerate([*OTHER, *TALK])]
    found = _annotate(liubu, tmp_path, lines)
    assert [{key: line[key] for key in lines[0]} for line in found] == lines


def test_interleaved_conversations_are_kept_apart(liubu: Run, tmp_path: Path) -> None:
    mixed = [line for pair in zip(TALK, OTHER, strict=True) for line in pair]
    found = _annotate(liubu, tmp_path, mixed)
    assert [(line["conversation_id"], line["seq"]) for line in found] == [
        (line["conversation_id"], line["seq"]) for line in mixed
    ]
    apart = _annotate(liubu, tmp_path, [*TALK, *OTHER])
    for line in found:
        same = next(
            a
            for a in apart
            if (a["conversation_id"], a["seq"]) == (line["conversation_id"], line["seq"])
        )
        for name in ("emotion_probs", "intent_probs"):
            assert line.get(name) == pytest.approx(same.get(name), abs=DIFFERENCE)


BAD = [
    b"not json",
    b'"a string"',
    b'{"conversation_id": "c1", "seq": 1, "role": "customer"}',
    b'{"conversation_id": "c1", "seq": 1, "role": "robot", "text": "a"}',
    b'{"conversation_id": "", "seq": 1, "role": "agent", "text": "a"}',
    b'{"conversation_id": "c1", "seq": 1, "role": "agent", "text": "\xc4\xe3"}',
    b'{"conversation_id": "c1", "seq": "first", "role": "agent", "text": "a"}',
]


def _named(printed: str) -> list[int]:
    """The line numbers that a report of bad lines names."""
    return [int(number) for number in re.findall(r"line (\d+): ", printed)]


def test_bad_lines_are_named_and_skipped(liubu: Run, tmp_path: Path) -> None:
    good = [json.dumps(line).encode() for line in TALK]
    rows = [good[0], b"", *BAD, *good[1:]]
    source, output = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_bytes(b"\n".join(rows) + b"\n")
    outcome = liubu("annotate", source, output)
    assert outcome.status == 1
    assert _named(outcome.err) == list(range(3, 3 + len(BAD)))
    assert f"{len(BAD)} bad lines" in outcome.err
    assert [line["text"] for line in _written(output)] == [line["text"] for line in TALK]


def test_a_file_of_nothing_but_bad_lines_does_not_flood_the_terminal(
    liubu: Run, tmp_path: Path
) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text("{\n" * 500)
    outcome = liubu("annotate", source, tmp_path / "out.jsonl")
    assert outcome.status == 1
    assert "500 bad lines" in outcome.err
    assert 1 <= len(_named(outcome.err)) < 100


@pytest.mark.parametrize("content", ["", "\n\n"])
def test_an_empty_file_gives_an_empty_file(liubu: Run, tmp_path: Path, content: str) -> None:
    source, output = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text(content)
    assert liubu("annotate", source, output).status == 0
    assert output.read_bytes() == b""


def test_a_missing_folder_is_named(liubu: Run, tmp_path: Path) -> None:
    source = write_lines(tmp_path / "in.jsonl", TALK)
    outcome = liubu("annotate", source, tmp_path / "nowhere" / "out.jsonl")
    assert outcome.status == 2
    assert "nowhere" in outcome.err


def test_a_file_is_never_written_over_itself(liubu: Run, tmp_path: Path) -> None:
    source = write_lines(tmp_path / "in.jsonl", TALK)
    before = source.read_bytes()
    outcome = liubu("annotate", source, source)
    assert outcome.status == 2
    assert source.read_bytes() == before


def _numbers(reading: Reading) -> tuple[float, ...]:
    if isinstance(reading, CustomerReading):
        return (*reading.emotion, *reading.intent, *reading.next)
    return (*reading.steps, *reading.feel, *reading.faults)


def test_a_result_does_not_depend_on_how_lines_were_batched(classifier: Classifier) -> None:
    corpus = itertools.islice(annotation.read(annotation.corpus_files()), 0, 1200, 300)
    lines = [
        Spoken(conversation.id, seq, line.role, line.text, None)
        for conversation in corpus
        for seq, line in enumerate(conversation.lines, start=1)
    ]
    # Interleaved, so that context is kept by conversation and not by neighbourhood.
    lines.sort(key=lambda line: line.seq)
    together = list(Annotator(classifier, load_playbook()).annotate(lines))
    single = Annotator(classifier, load_playbook())
    alone = [found for line in lines for found in single.annotate([line])]
    assert [a.spoken for a in together] == [a.spoken for a in alone] == lines
    for a, b in zip(together, alone, strict=True):
        assert _numbers(a.reading) == pytest.approx(_numbers(b.reading), abs=DIFFERENCE)


def test_lines_are_read_only_a_little_ahead(classifier: Classifier) -> None:
    taken = 0

    def endless() -> Iterator[Spoken[None]]:
        nonlocal taken
        for taken in itertools.count(1):
            yield Spoken(f"c{taken % 7}", taken, labels.ROLES[taken % 2], "好的", None)

    annotated = Annotator(classifier, load_playbook()).annotate(endless())
    for given, found in enumerate(itertools.islice(annotated, AHEAD_LIMIT + 200), start=1):
        assert found.spoken.seq == given
        assert taken - given < AHEAD_LIMIT
