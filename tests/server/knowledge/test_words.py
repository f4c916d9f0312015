"""What a text can be found by, and what a question asks for."""

from server.knowledge.words import Vocabulary, Words

_VOCABULARY = Vocabulary(
    skipped=frozenset({"请问", "吗", "怎么"}),
    same=(("运费", "邮费"), ("多久", "几天", "#时间")),
    names=("滚筒洗衣机",),
)
_WORDS = Words(_VOCABULARY)


def _asked(text: str) -> dict[str, float]:
    return {each.words[0]: each.missed for each in _WORDS.asked(text)}


def test_long_words_are_found_by_their_parts_and_neighbours_as_a_pair() -> None:
    assert {"滚筒洗衣机", "洗衣机", "滚筒"} <= set(_WORDS.of("滚筒洗衣机"))
    assert "转错" in _WORDS.of("转错账户")
    assert not any("，" in word or " " in word for word in _WORDS.of("转错 了，退"))


def test_words_of_the_business_are_not_cut_in_others() -> None:
    assert {"退货", "运费"} <= set(Words(Vocabulary(own=("退货", "运费"))).of("退货运费"))
    assert [each.words for each in _WORDS.asked("换货运费")][-1] == ("运费", "邮费")


def test_case_and_width_of_letters_make_no_difference() -> None:
    assert _WORDS.of("XL码") == _WORDS.of("xl码")


def test_words_that_mean_the_same_are_asked_for_together() -> None:
    (fee,) = _WORDS.asked("邮费")
    assert fee.words == ("运费", "邮费")
    assert _WORDS.asked("邮费运费") == [fee]


def test_a_length_of_time_answers_how_long() -> None:
    assert "#时间" in _WORDS.of("两个工作日内退款")
    assert "#金额" in _WORDS.of("收取6元")
    assert {"#时间", "#金额"}.isdisjoint(_WORDS.of("原路退回"))
    assert "#时间" in next(each.words for each in _WORDS.asked("几天"))


def test_words_that_ask_nothing_are_not_asked_for() -> None:
    assert _asked("请问怎么吗？！") == {}


def test_what_an_article_may_leave_out_counts_less_where_it_is_missed() -> None:
    assert _asked("滚筒洗衣机")["滚筒洗衣机"] < _asked("保险")["保险"] == 1
    assert _asked("三天")["三天"] == 0
    assert _asked("钱转错了")["转错"] == 0


def test_an_index_of_other_words_is_known_by_its_version() -> None:
    assert Words(_VOCABULARY).version == _WORDS.version
    assert Words(Vocabulary(own=("干衣机",))).version != _WORDS.version
    # What is skipped is not in the index: changing it needs no new one.
    assert Words(Vocabulary(skipped=frozenset({"了"}))).version == Words(Vocabulary()).version
