"""The corpus format, and the shipped corpus in it."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models import annotation, labels
from models.annotation import AgentLabels, AnnotationError, Conversation, CustomerLabels, Line

HEADER = "## x-001\tbanking\tcall\tserious\tpromised"


def _read(path: Path, *rows: str) -> list[Conversation]:
    path.write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
    return list(annotation.read([path]))


def _line(folder: Path, row: str) -> Line:
    (conversation,) = _read(folder / "a.tsv", HEADER, row)
    (line,) = conversation.lines
    return line


def _customer(folder: Path, row: str) -> CustomerLabels:
    found = _line(folder, row).labels
    assert isinstance(found, CustomerLabels)
    return found


def test_the_shipped_corpus_is_read_whole(corpus: list[Conversation]) -> None:
    assert len(corpus) == 12919
    assert sum(len(conversation.lines) for conversation in corpus) == 142180


def test_every_header_and_every_count_of_labels_follows_the_format(
    corpus: list[Conversation],
) -> None:
    for conversation in corpus:
        assert conversation.channel in labels.CHANNELS
        assert conversation.tier in labels.TIERS
        assert conversation.ending in {"resolved", "promised", "escalated", "abandoned"}
        for line in conversation.lines:
            assert line.text.strip()
            if isinstance(line.labels, CustomerLabels):
                assert line.role == labels.CUSTOMER
                assert 1 <= len(line.labels.next) <= 2
            else:
                assert line.role == labels.AGENT


def test_facts_lie_in_their_text_and_are_not_blank(corpus: list[Conversation]) -> None:
    facts = 0
    for conversation in corpus:
        for line in conversation.lines:
            assert not set("⟦⟧") & set(line.text)
            if isinstance(line.labels, CustomerLabels) and line.labels.fact is not None:
                start, end = line.labels.fact
                assert 0 <= start < end <= len(line.text)
                assert line.text[start:end].strip()
                facts += 1
    assert facts > 1000


def test_no_conversation_can_be_in_two_parts(corpus: list[Conversation]) -> None:
    # The part follows from the id, so a repeated id is the only way.
    assert max(Counter(conversation.id for conversation in corpus).values()) == 1


def test_the_parts_are_about_85_5_and_10_percent(corpus: list[Conversation]) -> None:
    parts = Counter(annotation.split_of(conversation.id) for conversation in corpus)
    share = {part: count / len(corpus) for part, count in parts.items()}
    assert share == pytest.approx({"train": 0.85, "dev": 0.05, "test": 0.10}, abs=0.015)


@pytest.mark.parametrize(
    ("identifier", "part"),
    [("banking-001", "train"), ("auto-home-017", "dev"), ("plain-calls-001", "test")],
)
def test_a_conversation_never_changes_its_part(identifier: str, part: str) -> None:
    # Figures of two versions are comparable only if the held-out part stays the same.
    assert annotation.split_of(identifier) == part


def test_a_header_gives_the_facts_about_its_conversation(tmp_path: Path) -> None:
    full, bare = _read(tmp_path / "a.tsv", HEADER, "", "## y-002")
    assert (full.id, full.industry, full.channel) == ("x-001", "banking", "call")
    assert (full.tier, full.ending) == ("serious", "promised")
    assert (bare.id, bare.channel, bare.tier, bare.lines) == ("y-002", "chat", "inquiry", [])


def test_a_marked_fact_is_a_range_of_the_text_without_marks(tmp_path: Path) -> None:
    line = _line(tmp_path, "C\tangry\treport_problem\tempathize,resolve\t你们⟦L码发成S⟧！退")
    assert isinstance(line.labels, CustomerLabels)
    assert line.labels.fact is not None
    assert line.text == "你们L码发成S！退"
    assert line.text[slice(*line.labels.fact)] == "L码发成S"
    assert line.labels.next == ("empathize", "resolve")


@pytest.mark.parametrize("text", ["没有标记", "⟦⟧空的"])
def test_no_fact_where_nothing_is_marked(tmp_path: Path, text: str) -> None:
    assert _customer(tmp_path, f"C\tcalm\tinform\tresolve\t{text}").fact is None


def test_either_of_two_answers_is_accepted_where_annotators_differ(tmp_path: Path) -> None:
    found = _customer(tmp_path, "C\tangry|dissatisfied\turge|ask_status\tresolve|empathize\t快")
    assert found.emotion == {"angry", "dissatisfied"}
    assert found.intent == {"urge", "ask_status"}
    assert found.next == ("resolve", "empathize")


def test_sure_labels_and_doubtful_ones_are_kept_apart(tmp_path: Path) -> None:
    found = _line(tmp_path, "A\tresolve|thank\tfact,link\t-|cold,rude\t已补发").labels
    assert found == AgentLabels(
        steps=frozenset({"resolve"}),
        feel=frozenset({"fact", "link"}),
        faults=frozenset(),
        doubtful_steps=frozenset({"thank"}),
        doubtful_faults=frozenset({"cold", "rude"}),
    )


def test_a_line_of_a_doubtful_speaker_is_context_without_labels(tmp_path: Path) -> None:
    assert _line(tmp_path, "?\t-\t-\t-\t喂⟦你好⟧") == Line(labels.CUSTOMER, "喂你好", None)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("C\tcalm\tgreet\tlisten", "5 tab-separated fields, found 4"),
        ("C\tcalm\tgreet\tlisten\ta\tb", "5 tab-separated fields, found 6"),
        ("X\tcalm\tgreet\tlisten\ta", "speaker"),
        ("C\tcross\tgreet\tlisten\ta", "emotion cross"),
        ("C\tcalm|cross\tgreet\tlisten\ta", "emotion cross"),
        ("C\tcalm\tgreets\tlisten\ta", "intent greets"),
        ("C\tcalm\tgreet\thear\ta", "next hear"),
        ("C\tcalm\tgreet\t\ta", "next"),
        ("C\tcalm\tgreet\tlisten\t⟦没有结尾", "⟧"),
        ("C\tcalm\tgreet\tlisten\t没有⟧开头⟦这里⟧", "⟦"),
        ("A\tpraise\t-\t-\ta", "steps praise"),
        ("A\t-\tfeeling\t-\ta", "feel feeling"),
        ("A\t-\t-\tlate\ta", "faults late"),
        ("A\t-\t-\t-|late\ta", "faults late"),
    ],
)
def test_a_line_that_breaks_the_format_is_named(tmp_path: Path, row: str, said: str) -> None:
    with pytest.raises(AnnotationError) as caught:
        _read(tmp_path / "bad.tsv", HEADER, "C\tcalm\tgreet\tlisten\t你好", row)
    assert str(caught.value).startswith("bad.tsv:3: ")
    assert said in str(caught.value)


def test_a_line_before_the_first_header_is_named(tmp_path: Path) -> None:
    with pytest.raises(AnnotationError, match=r"^bad\.tsv:2: "):
        _read(tmp_path / "bad.tsv", "", "C\tcalm\tgreet\tlisten\t你好")


def test_a_line_that_is_not_utf_8_is_named(tmp_path: Path) -> None:
    path = tmp_path / "bad.tsv"
    path.write_bytes(f"{HEADER}\nC\tcalm\tgreet\tlisten\t".encode() + b"\xc4\xe3\xba\xc3\n")
    with pytest.raises(AnnotationError, match=r"^bad\.tsv:2: "):
        list(annotation.read([path]))


_PLAIN = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\t\n\r⟦⟧"))


@given(lines=st.lists(st.tuples(st.sampled_from("CA?"), _PLAIN), max_size=8))
@settings(deadline=None)
def test_any_text_without_marks_comes_back_as_it_was(
    lines: list[tuple[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    cells = {"C": "calm\tinform\tresolve", "A": "-\t-\t-", "?": "-\t-\t-"}
    rows = [f"{speaker}\t{cells[speaker]}\t{text}" for speaker, text in lines]
    (found,) = _read(tmp_path_factory.mktemp("corpus") / "a.tsv", HEADER, *rows)
    roles = {"C": labels.CUSTOMER, "A": labels.AGENT, "?": labels.CUSTOMER}
    assert [(line.role, line.text) for line in found.lines] == [
        (roles[speaker], text) for speaker, text in lines
    ]


@given(st.text())
def test_every_id_has_one_part(identifier: str) -> None:
    assert annotation.split_of(identifier) in {"train", "dev", "test"}
