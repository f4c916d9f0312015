"""Rules on the customer: mistakes are told with file and line, and what is said can be said."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.prompts import PROMPTS_DIR, PromptError, load_rules
from tests.server.given import RULES

_BANNED = re.compile(
    "亲[，,]|宝贝|深表歉意|由衷|敬请谅解|理解您的心情|激动|冷静|别生气|消消气|别急|百分|绝对|保证"
    "|一定|规定就是|不归我们|[!！]|已经?为您"
)
_APOLOGY = re.compile("抱歉|对不起|不好意思|致歉|道个歉")
_SPOKEN_CHARS = 45
# A report is read, not said.
_REPORT = re.compile("情况说明。|您要的说明：")


def _sentences() -> Iterator[str]:
    for sign in RULES.leaning.signs:
        yield from sign.say
    for kind in RULES.leaning.types:
        yield from kind.say
    yield from RULES.focus.say
    for item in RULES.evidence.items:
        yield from item.say
    for step in RULES.path.steps:
        yield from step.say


def test_there_is_much_to_say_and_no_sentence_stands_twice() -> None:
    sentences = list(_sentences())
    assert len(sentences) > 120
    assert len(sentences) == len(set(sentences))


@pytest.mark.parametrize("sentence", list(_sentences()))
def test_a_sentence_is_short_and_says_nothing_that_one_does_not_want_to_hear(
    sentence: str,
) -> None:
    assert not _BANNED.search(sentence)
    assert len(_APOLOGY.findall(sentence)) <= 1
    assert len(re.sub("[‹›{}]", "", sentence)) <= _SPOKEN_CHARS or _REPORT.match(sentence)
    assert sentence.count("？") <= 1
    assert sentence[-1] in "。？"


@pytest.mark.parametrize(
    ("file", "before", "after", "says"),
    [
        ("leaning", "leans: emotional", "leans: sad", "leans"),
        ("leaning", "intents: [request_apology]", "intents: [apology]", "request_apology"),
        ("leaning", "keep: 0.85", "keep: 1.5", "must be between 0 and 1"),
        ("leaning", "fade: 1.0", "fade: 9", "at most reach"),
        ("leaning", "margin: 1.0", "margin: 0", "margin 写了 0.0，要大于 0"),
        ("leaning", "weight: 4", "weight: -4", "weight 写了 -4.0，要大于 0"),
        ("leaning", "wants: 损失补得上，数目说得清", "want: 钱", "want"),
        ("leaning", "您想被好好对待，这要求不过分。", "您想‹什么。", "‹"),
        (
            "leaning",
            "这不是小题大做，换了谁都会在意。",
            "您接着说，我不打断，听完再回您。",
            "twice",
        ),
        ("focus", "recent: 4", "recent: 40", "must be from 1 to 10"),
        ("focus", "not_to: [angry]", "not_to: [furious]", "furious"),
        ("focus", "{fact}，您想{wish}。有出入您指出来。", "{fact}，您想这样。", "{wish}"),
        ("focus", "{fact}，您想{wish}。有出入您指出来。", "{fact}{wish}{who}", "{who}"),
        ("focus", "emotion: confused", "emotion: puzzled", "puzzled"),
        ("evidence", "steps: [resolve, negotiate]", "steps: [solve]", "solve"),
        ("evidence", "slots: [tracking, order]", "slots: [parcel]", "tracking"),
        ("evidence", "industries: [ride-hailing]", "industries: [taxi]", "taxi"),
        ("evidence", "- id: policy", "- id: trip", "'trip' stands twice"),
        ("evidence", "rows: 5", "rows: 0", "1 or more"),
        ("path", "tiers: [serious, critical]", "tiers: [grave]", "grave"),
        ("path", "only_after: plan", "only_after: close", "close"),
        ("path", "- feel: [explain]", "- feel: [reason]", "reason"),
        ("path", "- feel: [explain]", "- unless: [没]", "add steps, feel or words"),
        ("path", "    lapses: true", "    laps: true", "laps"),
    ],
)
def test_a_mistake_is_told_with_file_and_line(
    tmp_path: Path, file: str, before: str, after: str, says: str
) -> None:
    shutil.copytree(PROMPTS_DIR / "rules", tmp_path / "rules")
    path = tmp_path / "rules" / f"{file}.yaml"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(PromptError, match=re.escape(says)) as mistake:
        load_rules(tmp_path)
    found = re.match(rf"{file}\.yaml:(\d+): ", str(mistake.value))
    assert found, str(mistake.value)
    wrong = text[: text.index(before)].count("\n") + 1
    assert int(found[1]) <= wrong
