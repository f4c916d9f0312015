"""Whoever edits `prompts/` reads Chinese: every mistake is told in Chinese first, then English."""

import re
from pathlib import Path
from typing import Final, get_type_hints

import pytest
from pydantic import TypeAdapter

from models import labels
from server.coach.rewriting import Writing
from server.coach.rules import Rules
from server.knowledge.articles import article_of
from server.prompts import PromptError, Versions, load_demos, load_library, load_products
from server.prompts.files import load_as

_SHAPES: Final = get_type_hints(Rules) | {"writing": Writing}
_RANK: Final = "ranks:\n- name: 重\n  task: 道歉\n  tiers: []\n  words: [抱歉]\n  drafts: []\n"
_TIER: Final = "rules:\n- {id: a, tier: serious, name: 伤"
_ALL: Final = "steps: [listen, empathize, clarify, resolve, negotiate, thank]"

_IN_RULES: Final = [
    # What the loader itself finds.
    ("limits", "phone: {}\n"),
    ("limits", "general: {progress: soon}\n"),
    ("limits", "general: 60\n"),
    ("processes", "- tier: serious\n"),
    ("processes", "tier: serious\n"),
    ("processes", "- {tier: serious, steps: [{name: 1, text: 做}]}\n"),
    ("losses", "losses:\n- {name: 误工, by: sum, words: [误工]}\n"),
    ("losses", "losses:\n- {name: 误工, by: time, words: [误工]}\n"),
    ("losses", "losses:\n- {name: 误工, by: time, words: []}\n"),
    ("apology", f"{_RANK}  again: maybe\n"),
    ("promises", "vague: 尽快\n"),
    ("history", "same: 九成\n"),
    ("history", "days: 3\ndays: 4\n"),
    ("history", "3: 4\n"),
    ("history", "days: [3\n"),
    ("history", "days: \u0007\n"),
    ("apology", _RANK),
    # What rules have in common.
    ("apology", "emotions: [sad]\n"),
    ("promises", "general: ['']\n"),
    ("promises", "actions: [{name: 退, words: [退]}, {name: 退, words: [返]}]\n"),
    ("promises", "rows: 0\n"),
    ("questions", "sure: 2\n"),
    ("history", "same: 0\n"),
    ("leaning", "margin: 0\n"),
    ("focus", 'say: ["{fact}{wish}{who}"]\n'),
    ("focus", "say: [我‹时限回您]\n"),
    ("focus", "say: ['']\n"),
    # What one rule has for itself.
    ("focus", "say: ['{fact}']\n"),
    ("limits", "general: {first_response: 0}\n"),
    ("limits", "general: {first_response: 30, progress: 20}\n"),
    ("limits", "inquiry: {solution: 60}\nserious: {solution: 90}\n"),
    ("limits", "general: {progress: 60}\ncall:\n  general: {first_response: 90}\n"),
    ("leaning", "keep: 1\n"),
    ("leaning", "fade: 9\n"),
    ("grumble", "faint: 0\n"),
    ("outburst", "shortest: 9\nlongest: 8\n"),
    ("promises", "utc_offset: '8'\n"),
    ("questions", "otherwise: 好\n"),
    ("questions", "same: [[运费]]\n"),
    ("guard", "same: [[催]]\n"),
    ("guard", "plain: [亲]\ntitles: [亲]\n"),
    ("lint", "banned: [{words: [], text: 换一个}]\n"),
    ("lint", "banned: [{words: [亲], text: ''}]\n"),
    ("processes", "- {tier: serious, steps: []}\n"),
    ("tiers", f"{_TIER}}}\n"),
    ("tiers", f"{_TIER}, words: [摸…]}}\n"),
    ("tiers", f"{_TIER}, words: ['']}}\n"),
    ("tiers", f"{_TIER}, together: [[]]}}\n"),
    ("tiers", f"{_TIER}, together: [[b]]}}\n"),
    ("tiers", f"{_TIER}, words: [伤]}}\n- {{id: a, tier: serious, name: 病, words: [病]}}\n"),
    ("statements", f"approved:\n- {{id: a, {_ALL}, text: ''}}\n"),
    ("statements", f"approved:\n- {{id: a, {_ALL}, text: '{{fact}}'}}\n"),
    ("statements", f"approved:\n- {{id: a, {_ALL}, text: 我‹在}}\n"),
    ("statements", "approved:\n- {id: a, steps: [listen], text: 在}\n"),
    ("statements", "alert: 恶性\n"),
    ("writing", "system: 改写\ntones: {warm: 暖}\n"),
    ("writing", "system: ''\ntones: {warm: 暖, brief: 短, formal: 正}\n"),
]


def _require_chinese_first(message: str, file: str) -> None:
    """Keys and quoted values may come before; a sentence in English may not."""
    place, told = message.split(": ", 1)
    assert place.startswith(file), message
    assert "\n" not in message
    told = re.sub(r"'[^']*'", "", told)
    chinese = re.search(r"[一-鿿]", told)
    assert chinese, message
    assert not re.search(r"[a-z] [a-z]", told[: chinese.start()]), message
    assert re.search(r"[a-z]{2,} [a-z0-9]", told[chinese.start() :]), message


@pytest.mark.parametrize(("name", "text"), _IN_RULES)
def test_a_mistake_in_a_rule_is_told_in_chinese_first(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PromptError) as refused:
        load_as(path, TypeAdapter(_SHAPES[name]))
    _require_chinese_first(str(refused.value), f"{name}.yaml:")


@pytest.mark.parametrize(
    "text",
    [
        "good: 好。\n",
        "- 好。\n",
        "- plain: 好。\n",
        "- id: x\n",
        "- id: listen\n- id: x\n",
        "- {id: x, plain: 好。}\n- {id: x, plain: 好。}\n",
        "- {id: x, plian: 好。}\n",
        "- {id: x, plain: [好]}\n",
        "- {id: x, plain: 我‹时限回您。}\n",
        "- {id: x, plain: '{name}，好。'}\n",
        "- {id: x, emotions: [furious], plain: 好。}\n",
        "- {id: x, emotions: angry, plain: 好。}\n",
        "- {id: x, about: [''], plain: 好。}\n",
    ],
)
def test_a_mistake_in_the_wording_is_told_in_chinese_first(tmp_path: Path, text: str) -> None:
    (tmp_path / "wording").mkdir()
    for step in labels.STEPS:
        (tmp_path / "wording" / f"{step}.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(PromptError) as refused:
        load_library(tmp_path)
    _require_chinese_first(str(refused.value), "listen.yaml:")


@pytest.mark.parametrize(
    "text",
    [
        "- 在吗\n",
        "lines: 在吗\n",
        "title: ''\nlines: [{agent: 好}]\n",
        "{title: a, title_en: a, channel: fax, industry: x, customer: c, lines: [{agent: 好}]}\n",
        *(
            "{title: a, title_en: a, channel: chat, industry: telecom, customer: c, "
            f"lines: [{line}]}}\n"
            for line in ("在吗", "{robot: 好}", "{agent: }", "{agent: 好, customer: 好}")
        ),
    ],
)
def test_a_mistake_in_a_demo_is_told_in_chinese_first(tmp_path: Path, text: str) -> None:
    (tmp_path / "demos").mkdir()
    (tmp_path / "demos" / "1.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(PromptError) as refused:
        load_demos(tmp_path)
    _require_chinese_first(str(refused.value), "1.yaml")


@pytest.mark.parametrize("raw", ["锅\n".encode(), "手机\n手机\n".encode(), "手机".encode("gbk")])
def test_a_mistake_among_the_products_is_told_in_chinese_first(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "products.txt").write_bytes(raw)
    with pytest.raises(PromptError) as refused:
        load_products(tmp_path)
    _require_chinese_first(str(refused.value), "products.txt:")


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"# x",
        b"\xff",
        b"---\n",
        b"---\ntitel: x\n---\ny",
        b"---\nvalid_until: 2026-13-01\n---\ny",
        b"---\nkind: note\n---\ny",
        b"---\nindustries: [moon]\n---\ny",
        b"x" * 300_000,
    ],
)
def test_a_mistake_in_an_article_is_told_in_chinese_first(raw: bytes) -> None:
    with pytest.raises(PromptError) as refused:
        article_of("a", raw)
    _require_chinese_first(str(refused.value), "a.md:")


def test_a_version_that_is_not_there_is_told_in_chinese_first(tmp_path: Path) -> None:
    versions = Versions(tmp_path / "prompts")
    for refused in (versions.roll_back, lambda: versions.directory("v9")):
        with pytest.raises(PromptError, match=r"^[一-鿿]"):
            refused()
    with pytest.raises(PromptError, match=r" 里有东西"):
        versions.draft(Path(__file__).parent)


def test_a_file_that_is_missing_is_told_in_chinese_first(tmp_path: Path) -> None:
    with pytest.raises(PromptError, match=r"limits\.yaml: 读不了"):
        load_as(tmp_path / "limits.yaml", TypeAdapter(_SHAPES["limits"]))
