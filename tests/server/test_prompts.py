"""The loader names every mistake with its place; the shipped library covers every situation."""

import re
from pathlib import Path

import pytest
import yaml

from models import labels
from server.coach.question_form import FORMS
from server.coach.wording import PART_ORDER, Library, Pattern
from server.prompts import PROMPTS_DIR, PromptError, load_demos, load_library, load_products

_GOOD = '# 听\n\n- id: good\n  plain: "您请讲。"\n'
_BANNED = (
    r"(?<!父|母|双|探)亲(?!自|手|戚|属|友|人|眼|耳|情|身|口)|宝贝|小妹|深表歉意|由衷|敬请谅解"
    r"|理解您的心情|激动|冷静|别生气|消消气|百分之百|百分百|绝对|保证|规定就是|不归我们|[!！]"
)
_SLOT = re.compile(r"‹[^‹›{}]+›")
_FILLED = re.compile(r"\{(?:fact|when|promise)\}")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "wording").mkdir()
    (tmp_path / "demos").mkdir()
    for step in labels.STEPS:
        (tmp_path / "wording" / f"{step}.yaml").write_text(f"- id: {step}\n  plain: 好。\n")
    return tmp_path


def _listen(folder: Path, text: str) -> None:
    (folder / "wording" / "listen.yaml").write_text(text, encoding="utf-8")


def test_a_library_without_mistakes_is_loaded_as_it_is_written(folder: Path) -> None:
    _listen(
        folder,
        _GOOD + "- id: full\n  emotions: [angry, anxious]\n  channels: [call]\n  intents: [urge]\n"
        '  demands: [corrective]\n  link: "我‹时限›回您。"\n  fact: "{fact}，"\n',
    )
    good, full = load_library(folder).patterns["listen"]
    assert (good.id, good.parts, good.needs_fact) == ("good", (("plain", "您请讲。"),), False)
    assert not any((good.emotions, good.intents, good.demands, good.channels))
    assert not any((good.tiers, good.industries, good.asks))
    assert full.parts == (("fact", "{fact}，"), ("link", "我‹时限›回您。"))
    assert full.needs_fact
    assert full.emotions == frozenset({"angry", "anxious"})
    assert full.channels == frozenset({"call"})
    assert full.intents == frozenset({"urge"})
    assert full.demands == frozenset({"corrective"})


@pytest.mark.parametrize(
    ("entry", "line", "says"),
    [
        ("- plain: 好。\n", 5, "id"),
        ("- id: 7\n  plain: 好。\n", 5, "id"),
        ("- id: x\n", 5, "nothing to say"),
        ("- id: x\n  plian: 好。\n", 5, "plian"),
        ("- id: x\n  plain: ''\n", 5, "sentence"),
        ("- id: x\n  plain: [好]\n", 5, "sentence"),
        ("- id: x\n  emotions: angry\n  plain: 好。\n", 5, "list"),
        ("- id: x\n  emotions: [furious]\n  plain: 好。\n", 5, "furious"),
        ("- id: x\n  emotions: [[angry]]\n  plain: 好。\n", 5, "emotions"),
        ("- id: x\n  intents: [refund]\n  plain: 好。\n", 5, "request_refund"),
        ("- id: x\n  channels: [fax]\n  plain: 好。\n", 5, "chat"),
        ("- id: x\n  tiers: [grave]\n  plain: 好。\n", 5, "serious"),
        ("- id: x\n  industries: [shop]\n  plain: 好。\n", 5, "logistics"),
        ("- id: x\n  asks: [who]\n  plain: 好。\n", 5, "whether"),
        ("- id: x\n  demands: [none]\n  plain: 好。\n", 5, "none"),
        ("- id: x\n  about: 网\n  plain: 好。\n", 5, "about"),
        ("- id: x\n  about: ['']\n  plain: 好。\n", 5, "about"),
        ("- id: x\n  plain: 我‹时限回您。\n", 5, "‹"),
        ("- id: x\n  plain: 我›时限‹回您。\n", 5, "‹"),
        ('- id: x\n  plain: "{name}，好。"\n', 5, "{fact}"),
        ('- id: x\n  plain: "{fact，好。"\n', 5, "{fact}"),
        ("- id: good\n  plain: 好。\n", 5, "twice"),
        ("  id: again\n  plain: 好。\n", 5, ""),
        ("- 好。\n", 5, "entries"),
        ('- id: x\n  plain: "好。\n', 6, "YAML"),
        ("- id: x\n\tplain: 好。\n", 6, "YAML"),
    ],
)
def test_a_mistake_is_named_with_its_file_and_line(
    folder: Path, entry: str, line: int, says: str
) -> None:
    _listen(folder, _GOOD + entry)
    with pytest.raises(PromptError) as mistake:
        load_library(folder)
    found = re.search(r"listen\.yaml:(\d+)", str(mistake.value))
    assert found, str(mistake.value)
    # An unclosed quote is noticed at the end of the file.
    assert line <= int(found.group(1)) <= line + 1
    assert says in str(mistake.value)


def test_an_id_that_another_file_has_is_named_where_it_comes_again(folder: Path) -> None:
    _listen(folder, _GOOD + "- id: resolve\n  plain: 好。\n")
    with pytest.raises(PromptError, match=r"resolve\.yaml:1"):
        load_library(folder)


@pytest.mark.parametrize("text", ["", "good: 好。\n", "好\n", "# 只有注释\n"])
def test_a_file_that_is_no_list_is_named(folder: Path, text: str) -> None:
    _listen(folder, text)
    with pytest.raises(PromptError, match=r"listen\.yaml"):
        load_library(folder)


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "wording" / "thank.yaml").unlink()
    with pytest.raises(PromptError, match=r"thank\.yaml"):
        load_library(folder)


@pytest.mark.parametrize("data", [_GOOD.encode("gbk"), b"- id: x\n  plain: \x00\n"])
def test_a_file_in_another_encoding_is_named(folder: Path, data: bytes) -> None:
    (folder / "wording" / "listen.yaml").write_bytes(data)
    with pytest.raises(PromptError, match=r"listen\.yaml"):
        load_library(folder)


def test_products_are_read_without_comments_and_empty_lines(tmp_path: Path) -> None:
    (tmp_path / "products.txt").write_text("# 家电\n\n洗衣机  # 大件\n etc\n", encoding="utf-8")
    found = load_products(tmp_path).find("洗衣机和ETC都不是大件")
    assert [slot.value for slot in found] == ["洗衣机", "etc"]


@pytest.mark.parametrize(
    ("line", "says"), [("锅", "write two"), ("洗衣机", "twice"), ("洗衣机 # 又", "twice")]
)
def test_a_mistake_among_the_products_is_named(tmp_path: Path, line: str, says: str) -> None:
    path = tmp_path / "products.txt"
    path.write_text(f"# 家电\n洗衣机\n{line}\n", encoding="utf-8")
    with pytest.raises(PromptError, match=rf"products\.txt:3: .*{says}"):
        load_products(tmp_path)


def test_products_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    with pytest.raises(PromptError, match=r"products\.txt"):
        load_products(tmp_path)
    (tmp_path / "products.txt").write_bytes("洗衣机\n手机\n".encode("gbk"))
    with pytest.raises(PromptError, match=r"products\.txt:1: .*UTF-8"):
        load_products(tmp_path)


def test_the_shipped_products_are_many_and_found() -> None:
    found = load_products().find("手机壳、滚筒洗衣机、退货运费险和车厘子")
    assert [slot.value for slot in found] == ["手机壳", "洗衣机", "退货运费险", "车厘子"]


_DEMO = {
    "title": "题",
    "title_en": "T",
    "channel": "chat",
    "industry": "telecom",
    "customer": "李女士",
    "lines": [{"customer": "在吗"}, {"agent": "您请讲"}],
}


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"title": None}, "title"),
        ({"channel": "fax"}, "fax"),
        ({"industry": "farming"}, "farming"),
        ({"lines": "在吗"}, "lines"),
        ({"lines": ["customer 在吗"]}, "line"),
        ({"lines": [{"robot": "在吗"}]}, "robot"),
        ({"lines": [{"customer": "在吗", "agent": "您请讲"}]}, "line"),
        ({"lines": [{"customer": None}]}, "line"),
    ],
)
def test_a_mistake_in_a_demo_is_named(folder: Path, changed: dict[str, object], says: str) -> None:
    path = folder / "demos" / "1-demo.yaml"
    path.write_text(yaml.safe_dump(_DEMO), encoding="utf-8")
    assert [line.role for line in load_demos(folder)[0].lines] == ["customer", "agent"]
    kept = {key: value for key, value in {**_DEMO, **changed}.items() if value is not None}
    path.write_text(yaml.safe_dump(kept), encoding="utf-8")
    with pytest.raises(PromptError, match=r"1-demo\.yaml") as mistake:
        load_demos(folder)
    assert says in str(mistake.value)


def _fitting(
    library: Library, step: str, emotion: str | None, channel: str, has_fact: bool
) -> list[Pattern]:
    """What fits whatever the customer wants: no intent or demand is asked for."""
    return [
        pattern
        for pattern in library.patterns[step]
        if not (pattern.intents or pattern.demands or pattern.asks)
        and not (pattern.tiers or pattern.industries)
        and (not pattern.emotions or emotion in pattern.emotions)
        and (not pattern.channels or channel in pattern.channels)
        and (has_fact or not pattern.needs_fact)
    ]


@pytest.mark.parametrize("step", labels.STEPS)
@pytest.mark.parametrize("channel", labels.CHANNELS)
@pytest.mark.parametrize("has_fact", [False, True])
def test_the_library_has_three_sentences_for_every_step_and_feeling(
    library: Library, step: str, channel: str, has_fact: bool
) -> None:
    for emotion in (None, *labels.EMOTIONS):
        fitting = _fitting(library, step, emotion, channel, has_fact)
        texts = {"".join(text for _, text in pattern.parts) for pattern in fitting}
        assert len(texts) >= 3, f"{step} {emotion} {channel}"
        if has_fact:
            assert any(pattern.needs_fact for pattern in fitting), f"{step} {emotion} {channel}"


@pytest.mark.parametrize("step", labels.STEPS)
def test_every_step_has_ten_sentences_for_a_serious_matter(library: Library, step: str) -> None:
    meant = [pattern for pattern in library.patterns[step] if "serious" in pattern.tiers]
    assert len(meant) >= 10
    # An approved statement takes their place where the matter is critical.
    assert not any("critical" in pattern.tiers for pattern in library.patterns[step])


@pytest.mark.parametrize("industry", labels.INDUSTRIES)
def test_every_industry_has_six_sentences_in_its_own_words(library: Library, industry: str) -> None:
    meant = [
        p for patterns in library.patterns.values() for p in patterns if industry in p.industries
    ]
    assert len(meant) >= 6
    assert {pattern.step for pattern in meant} >= {"empathize", "clarify", "resolve", "negotiate"}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("channel", labels.CHANNELS)
def test_every_form_of_question_has_three_answers(
    library: Library, form: str, channel: str
) -> None:
    meant = [
        pattern
        for pattern in library.patterns["resolve"]
        if form in pattern.asks
        and "ask_info" in pattern.intents
        and not (pattern.emotions or pattern.needs_fact or pattern.industries)
        and (not pattern.channels or channel in pattern.channels)
    ]
    assert len(meant) >= 3


def _sentences(library: Library) -> list[tuple[str, str]]:
    return [
        (pattern.id, "".join(text for _, text in pattern.parts))
        for patterns in library.patterns.values()
        for pattern in patterns
    ]


def test_the_library_says_no_banned_word(library: Library) -> None:
    found = [
        (identifier, match.group())
        for identifier, text in _sentences(library)
        if (match := re.search(_BANNED, text))
    ]
    assert found == []


def test_every_sentence_ends_has_whole_slots_and_apologises_at_most_once(
    library: Library,
) -> None:
    for identifier, text in _sentences(library):
        bare = _FILLED.sub("", _SLOT.sub("", text))
        assert not re.search(r"[‹›{}<>《》]", bare), identifier
        assert text.endswith(("。", "？")), identifier
        assert len(re.findall("抱歉|对不起|不好意思|致歉", text)) <= 1, identifier
        filled = _FILLED.findall(text)
        assert len(filled) == len(set(filled)), identifier


def test_no_two_sentences_of_a_step_are_the_same(library: Library) -> None:
    for step, patterns in library.patterns.items():
        texts = [tuple(text for _, text in pattern.parts) for pattern in patterns]
        assert len(texts) == len(set(texts)), step


def test_parts_are_kept_in_feel_order(library: Library) -> None:
    for patterns in library.patterns.values():
        for pattern in patterns:
            places = [PART_ORDER.index(part) for part, _ in pattern.parts]
            assert places == sorted(set(places)), pattern.id


def test_the_shipped_demos_are_whole_conversations_between_two() -> None:
    demos = load_demos()
    assert len(demos) == len(list((PROMPTS_DIR / "demos").glob("*.yaml"))) >= 3
    for demo in demos:
        assert demo.channel in labels.CHANNELS
        assert demo.industry in labels.INDUSTRIES
        assert 10 <= len(demo.lines) <= 18
        assert all(line.text.strip() for line in demo.lines)
