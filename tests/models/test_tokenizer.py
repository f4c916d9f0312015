"""The character tokenizer."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from models import tokenizer as tok
from tests.models.conftest import texts

KNOWN = "我的订单号是没收到退货客服谢你们abc12，。"
TOKENIZER = tok.build([KNOWN], min_count=1)


def _tokens(text: str, tokenizer: Tokenizer = TOKENIZER) -> list[str]:
    tokens: list[str] = tokenizer.encode(text, add_special_tokens=False).tokens
    return tokens


# Five digits in a row would fold.
@given(st.text(KNOWN.replace("1", "").replace("2", "").replace("，", "")))
def test_every_known_character_is_one_token(text: str) -> None:
    assert _tokens(text) == list(text)


def test_special_tokens_come_first_so_that_training_can_tell_them_by_their_number() -> None:
    assert [TOKENIZER.id_to_token(i) for i in range(len(tok.SPECIAL))] == list(tok.SPECIAL)


def test_the_vocabulary_is_every_character_seen_often_enough() -> None:
    vocabulary = tok.build(["好好好不不", "好 ？"], min_count=2).get_vocab()
    folded = {tok.NUMBER, tok.LINK, tok.STICKER}
    assert vocabulary.keys() == {*tok.SPECIAL, *folded, "好", "不"}


@given(st.permutations(["你好你好", "再见", "谢谢谢", "退货 abc", "￥99"]))
def test_the_order_of_the_texts_does_not_change_the_vocabulary(order: list[str]) -> None:
    assert tok.build(order, 1).get_vocab() == tok.build(sorted(order), 1).get_vocab()


def test_an_unseen_character_is_unknown() -> None:
    assert _tokens("我龘你") == ["我", tok.UNK, "你"]


@given(st.integers(10_000, 10**20), st.integers(10_000, 10**20))
def test_the_value_of_a_long_number_does_not_show(one: int, other: int) -> None:
    assert _tokens(f"订单{one}没到") == _tokens(f"订单{other}没到")
    assert _tokens(f"订单{one}没到").count(tok.NUMBER) == 1


def test_a_short_number_keeps_its_digits() -> None:
    assert _tokens("2121") == ["2", "1", "2", "1"]


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("https://shop.example/item?id=7&x=y", tok.LINK),
        ("http://a.cn", tok.LINK),
        ("[数字x]", tok.NUMBER),
        ("[订单号]", tok.NUMBER),
        ("[orderid_10019]", tok.NUMBER),
        ("１２３４５６７", tok.NUMBER),
        ("😀", tok.STICKER),
        ("❤️", tok.STICKER),
        ("🚚", tok.STICKER),
        ("#e-s12", tok.STICKER),
        ("#e-s[数字x]", tok.STICKER),
    ],
)
def test_what_says_nothing_of_feeling_folds_into_one_token(text: str, mark: str) -> None:
    assert _tokens(f"你{text}们") == ["你", mark, "们"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ＡＢＣ", "abc"),
        ("ABC", "abc"),
        ("你，我", "你,我"),
        ("？？？？？？", "???"),
        ("我 \n 你", "我你"),
    ],
)
def test_width_case_repetition_and_space_make_no_difference(one: str, other: str) -> None:
    assert _tokens(one) == _tokens(other)


@given(texts())
@settings(deadline=None)
def test_a_saved_tokenizer_gives_the_same_tokens(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path: Path = tmp_path_factory.getbasetemp() / "tokenizer.json"
    if not path.exists():
        TOKENIZER.save(str(path))
    assert _tokens(text, Tokenizer.from_file(str(path))) == _tokens(text)
