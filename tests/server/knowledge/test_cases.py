"""Closed cases as articles."""

from hypothesis import given
from hypothesis import strategies as st

from server.knowledge.articles import Section, article_of
from server.knowledge.cases import Case, file_of

_CASE = Case("c-1", "洗衣机漏水", "用了两天\n漏水", "换新机，三天送到")


def test_a_case_says_what_happened_and_how_it_ended() -> None:
    name, raw = file_of(_CASE)
    article = article_of("x", raw)
    assert name.endswith(".md")
    assert (article.kind, article.title) == ("case", "洗衣机漏水")
    assert article.source == "结案记录《洗衣机漏水》"
    assert article.sections == (
        Section("情况", ("用了两天 漏水",)),
        Section("结果", ("换新机，三天送到",)),
    )


def test_a_case_of_the_same_id_is_the_same_file() -> None:
    assert file_of(_CASE)[0] == file_of(Case("c-1", "另一个", "", "好了"))[0]
    assert file_of(_CASE)[0] != file_of(Case("../c-1", "洗衣机漏水", "", "好了"))[0]


@given(st.text(min_size=1), st.text(), st.text("#<>*[]()!`|-_&; 1.a退\n"))
def test_no_words_break_the_file_or_lead_out_of_the_folder(
    identifier: str, title: str, summary: str
) -> None:
    name, raw = file_of(Case(identifier, f"漏水{title}", f"坏{summary}", "修好了"))
    assert "/" not in name
    article = article_of("x", raw)
    assert article.kind == "case"
    assert article.title.startswith("漏水")
    assert article.sections == (
        Section("情况", (" ".join(f"坏{summary}".split()),)),
        Section("结果", ("修好了",)),
    )
