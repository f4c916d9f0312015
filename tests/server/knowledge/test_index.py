"""A real index on disk."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.knowledge.articles import Article, Section, article_of
from server.knowledge.index import Index
from server.knowledge.words import Vocabulary, Words

ROOT = Path(__file__).parents[3]
TODAY = date(2026, 3, 2)
_RETURNS = article_of(
    "shop/returns", "# 退货规则\n\n签收七天内可退。\n\n## 运费\n\n质量问题的运费我们出。".encode()
)
_TRAFFIC = Article(
    "traffic",
    "流量包",
    (Section("", ("当月有效。",)),),
    "《流量包》",
    ("telecom",),
    ("流量",),
    date(2026, 3, 2),
)
_PLAIN = Words(Vocabulary())


@pytest.fixture
def index(tmp_path: Path, words: Words) -> Index:
    made = Index(tmp_path, words)
    made.change([(_RETURNS, "1"), (_TRAFFIC, "2")], ())
    return made


def test_the_sentence_that_answers_is_found_with_where_it_stands(index: Index) -> None:
    (hit,) = index.search("退货的邮费谁出", TODAY)
    assert (hit.article_id, hit.title) == ("shop/returns", "退货规则")
    assert (hit.sentence, hit.source) == ("质量问题的运费我们出。", "《退货规则》")
    assert 0.5 < hit.score <= 1


def test_a_hit_that_speaks_of_less_scores_less(index: Index) -> None:
    (full,) = index.search("运费", TODAY)
    (half,) = index.search("海鲜的运费", TODAY)
    assert half.sentence == full.sentence
    assert half.score < full.score


def test_what_nothing_speaks_of_is_not_found(index: Index) -> None:
    assert index.search("海鲜", TODAY) == ()
    assert index.search("请问吗", TODAY) == ()
    assert index.search("", TODAY) == ()


@pytest.mark.parametrize(
    ("industry", "tag", "found"),
    [
        ("", "", True),
        ("telecom", "", True),
        ("banking", "", False),
        ("", "流量", True),
        ("", "退货", False),
    ],
)
def test_articles_of_other_industries_and_tags_are_left_out(
    index: Index, industry: str, tag: str, found: bool
) -> None:
    assert bool(index.search("流量包", TODAY, industry=industry, tag=tag)) is found


def test_an_article_for_any_industry_is_found_in_each(index: Index) -> None:
    assert index.search("退货", TODAY, industry="banking")


def test_an_article_is_found_up_to_its_last_day(index: Index) -> None:
    assert index.search("流量包", date(2026, 3, 2))
    assert not index.search("流量包", date(2026, 3, 3))


def test_what_the_talk_is_about_helps_but_counts_less(tmp_path: Path, words: Words) -> None:
    index = Index(tmp_path, words)
    washer = Article("washer", "洗衣机", (Section("", ("保修三年。",)),), "说明书")
    fridge = Article("fridge", "冰箱", (Section("", ("保修十年。",)),), "说明书")
    index.change([(washer, "1"), (fridge, "2")], ())
    assert index.search("保修几年", TODAY, context="冰箱")[0].article_id == "fridge"
    assert index.search("洗衣机保修几年", TODAY, context="冰箱")[0].article_id == "washer"


def test_no_more_than_asked_for_come_and_each_article_once(index: Index) -> None:
    many = [Article(f"a{n}", f"退货{n}", _RETURNS.sections, "s") for n in range(9)]
    index.change([(each, "1") for each in many], ())
    hits = index.search("退货运费", TODAY, 4)
    assert len({hit.article_id for hit in hits}) == len(hits) == 4
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_the_length_of_a_question_and_of_a_section_is_no_matter(index: Index) -> None:
    lines = tuple(f"第{number}条说明。" for number in range(5000))
    long = Article("long", "退货说明", (Section("", lines),), "s")
    index.change([(long, "1")], ())
    assert index.search("退货的邮费谁出" * 250, TODAY)[0].article_id == "shop/returns"


def test_an_article_comes_back_whole(index: Index) -> None:
    assert index.article("shop/returns") == _RETURNS
    assert index.article("traffic") == _TRAFFIC
    assert index.article("nothing") is None


def test_a_changed_article_takes_the_place_of_the_old_one(index: Index) -> None:
    index.change([(article_of("shop/returns", "# 换货\n\n只换尺码。".encode()), "3")], ["traffic"])
    assert index.known() == {"shop/returns": "3"}
    assert not index.search("退货", TODAY)
    assert index.search("尺码", TODAY)


def test_a_change_that_fails_changes_nothing(index: Index, tmp_path: Path, words: Words) -> None:
    def failing() -> Iterator[tuple[Article, str]]:
        yield article_of("shop/returns", "# 换货\n\n只换尺码。".encode()), "3"
        raise OSError

    with pytest.raises(OSError):
        index.change(failing(), ["traffic"])
    for each in (index, Index(tmp_path, words)):
        assert each.known() == {"shop/returns": "1", "traffic": "2"}
        assert each.search("退货", TODAY)


_KILLED = """
import os, sys
from pathlib import Path
from server.knowledge.articles import article_of
from server.knowledge.index import Index
from server.knowledge.words import Vocabulary, Words

def articles():
    yield article_of("new", "# 新\\n\\n换尺码。".encode()), "3"
    os._exit(9)

Index(Path(sys.argv[1]), Words(Vocabulary())).change(articles(), ["old"])
"""


def test_a_process_that_dies_in_a_change_leaves_the_old_index(tmp_path: Path) -> None:
    words = Words(Vocabulary())
    Index(tmp_path, words).change([(article_of("old", "# 旧\n\n退运费。".encode()), "1")], ())
    died = subprocess.run(
        [sys.executable, "-c", _KILLED, str(tmp_path)], cwd=ROOT, timeout=60, check=False
    )
    assert died.returncode == 9
    after = Index(tmp_path, words)
    assert after.known() == {"old": "1"}
    # And it can be changed again: no lock is left behind.
    after.change([], ["old"])
    assert after.known() == {}


def test_a_broken_index_is_built_anew(index: Index, tmp_path: Path, words: Words) -> None:
    (folder,) = tmp_path.iterdir()
    (folder / "meta.json").write_text("{", encoding="utf-8")
    again = Index(tmp_path, words)
    assert again.known() == {}
    again.change([(_RETURNS, "1")], ())
    assert again.search("退货", TODAY)


def test_an_index_of_other_words_is_removed(index: Index, tmp_path: Path) -> None:
    other = Index(tmp_path, Words(Vocabulary(own=("干衣机",))))
    assert other.known() == {}
    assert len(list(tmp_path.iterdir())) == 1


@settings(max_examples=20, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from("abc"), st.sampled_from(["put", "drop"]), st.integers(0, 3)),
        max_size=8,
    )
)
def test_what_is_known_is_what_was_put_in_last(
    tmp_path_factory: pytest.TempPathFactory,
    moves: list[tuple[str, str, int]],
) -> None:
    index = Index(tmp_path_factory.mktemp("index"), _PLAIN)
    expected: dict[str, str] = {}
    for identifier, move, version in moves:
        if move == "drop":
            index.change([], [identifier])
            expected.pop(identifier, None)
        else:
            text = f"# 文章\n\n第{version}版。\n\n## 二\n\n再说。"
            index.change([(article_of(identifier, text.encode()), str(version))], ())
            expected[identifier] = str(version)
    assert index.known() == expected
    hits = index.search("文章", TODAY, 10)
    assert sorted(hit.article_id for hit in hits) == sorted(expected)
