"""Markdown to articles: what is kept of it, and what is said of mistakes."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.knowledge.articles import ARTICLE_BYTES, Article, Section, article_of
from server.prompts import PromptError


def _article(text: str) -> Article:
    return article_of("shop/returns", text.encode())


def test_the_first_heading_is_the_title_and_the_others_begin_sections() -> None:
    article = _article("# 退换货规则\n\n七天内可退。\n\n## 运费\n\n我们出。\n")
    assert article == Article(
        "shop/returns",
        "退换货规则",
        (Section("", ("七天内可退。",)), Section("运费", ("我们出。",))),
        "《退换货规则》",
    )


def test_the_front_matter_says_the_rest() -> None:
    article = _article(
        "---\ntitle: 退货\nindustries: [telecom, banking]\ntags: [退款]\n"
        "valid_until: 2026-12-31\nsource: 2026版第3条\n---\n# 步骤\n\n打开订单。"
    )
    assert article.title == "退货"
    assert article.industries == ("telecom", "banking")
    assert article.tags == ("退款",)
    assert article.valid_until == date(2026, 12, 31)
    assert article.source == "2026版第3条"
    assert article.sections == (Section("步骤", ("打开订单。",)),)


def test_a_list_belongs_to_the_line_that_announces_it_and_is_one_sentence() -> None:
    article = _article("# 退货\n\n怎么退：\n\n1. 打开订单。\n2. 点**申请**；\n\n另外\n\n- 完。")
    assert article.sections[0].sentences == ("怎么退：打开订单；点申请；", "另外", "完。")


def test_a_row_of_a_table_is_read_with_the_names_of_its_columns() -> None:
    article = _article("# 漫游\n\n| 去哪里 | 流量 | 电话 |\n|---|---|---|\n| 日本 | 25元 | |\n")
    assert article.sections[0].lines == ("日本：流量25元",)


def test_markup_is_taken_off_and_code_is_no_heading() -> None:
    article = _article(
        "# 退货\n\n点[这里](http://x)和`订单`\n再**确认**。\n\n```\n# 不是标题\n```\n"
    )
    assert article.sections == (Section("", ("点这里和订单再确认。", "# 不是标题")),)


def test_sentences_end_at_full_stops_and_keep_what_closes_them() -> None:
    section = Section("", ("他问：“能退吗？”可以退。七天内！", "没有句号"))
    assert section.sentences == ("他问：“能退吗？”", "可以退。", "七天内！", "没有句号")


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"", "returns.md:1: no title"),
        (b"x", "returns.md:1: no title"),
        (b"# x", "returns.md:1: nothing is said"),
        (b"ok\n\xff", "returns.md:2: not UTF-8"),
        (b"---\ntitle: x\n", "returns.md:1: the front matter is not closed"),
        (b"---\n\ntitel: x\n---\ny", "returns.md:3: unknown key 'titel'"),
        (b"---\ntitle: x\nindustries: [moon]\n---\ny", "returns.md:3: unknown industries 'moon'"),
        (b"---\ntitle: x\nvalid_until: 2026-13-01\n---\ny", "returns.md:3: valid_until"),
        (b"---\ntitle: [x\n---\ny", "returns.md:3: not valid YAML"),
        (b"# x\n\n" + b"y" * ARTICLE_BYTES, "returns.md:1: over 256 KiB"),
    ],
)
def test_a_mistake_is_told_with_file_and_line(raw: bytes, told: str) -> None:
    with pytest.raises(PromptError) as refused:
        article_of("shop/returns", raw)
    place, says = told.split(": ", 1)
    assert str(refused.value).startswith(f"{place}: ")
    assert says in str(refused.value)


@given(st.text("#-|`*[]()!\n 1.：。a退\t>", max_size=80))
def test_whatever_is_written_is_an_article_with_words_or_refused(text: str) -> None:
    try:
        article = _article(text)
    except PromptError:
        return
    assert article.title
    assert all(section.lines for section in article.sections)
    assert any(section.sentences for section in article.sections)
