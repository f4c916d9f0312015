import re

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from server.coach.apology import Draft, Rank
from server.coach.cards import Card
from server.coach.events import AgentTurn, CustomerTurn
from server.coach.playbook import Playbook
from server.coach.rules import Rules
from server.coach.tier import TierRule, Tiers
from server.coach.wording import Library
from tests.server import given
from tests.server.coach.parts import card_of, played

_TIERS = (
    TierRule("g", "general", "一般", emotions=("angry", "dissatisfied")),
    TierRule("s", "serious", "严重", words=("媒体",)),
    TierRule("c", "critical", "恶性", words=("住院",)),
)
_BOOK = Playbook(Library({}), Rules(tiers=Tiers(_TIERS), apology=given.RULES.apology))
_ANGRY = given.customer(1, "停水三天没人管", "angry", "other", "empathize", fact="停水三天没人管")
_MEDIA = given.customer(1, "我找媒体", "angry", "threaten", "empathize")
_HOSPITAL = given.customer(1, "孩子住院了", "angry", "threaten", "empathize")
_CALM = given.customer(1, "行，我等", "calm", "affirm", "resolve")
_SORRY = given.agent(1, "让您受累了，抱歉", ["empathize"])
_LETTER = given.agent(1, "主管会给您写一封致歉信", ["resolve"])


def _card(*turns: CustomerTurn | AgentTurn, channel: str = "chat") -> Card | None:
    return card_of(_BOOK, played(_BOOK, turns, channel), "apology")


def _ranks(card: Card | None) -> dict[str, str | None]:
    assert card is not None
    assert card.rows[0].key == "about"
    return {row.key: row.status for row in card.rows[1:]}


def test_who_is_upset_is_owed_one_by_the_agent_with_what_happened() -> None:
    card = _card(_ANGRY)
    assert _ranks(card) == {"当场致歉": "open"}
    assert card is not None
    assert (card.rows[0].text, card.rows[0].seq, card.level) == ("停水三天没人管", 1, "info")
    assert card.say[0].startswith("停水三天没人管，")


@pytest.mark.parametrize("text", ["好的。", "免谈", "……"])
def test_a_word_that_tells_nothing_is_not_what_an_apology_is_about(text: str) -> None:
    card = _card(_ANGRY, given.customer(3, text, "disappointed", "affirm", "empathize"))
    assert card is not None
    assert (card.rows[0].text, card.rows[0].seq) == ("停水三天没人管", 1)


def test_the_graver_the_matter_the_higher_who_apologises() -> None:
    serious, critical = _card(_MEDIA), _card(_MEDIA, _HOSPITAL)
    assert _ranks(serious) == {"当场致歉": "open", "主管致歉信": "open"}
    assert _ranks(critical) == {"当场致歉": "open", "大区负责人视频": "open"}
    assert serious is not None
    assert critical is not None
    assert [card.level for card in (serious, critical)] == ["attend", "attend"]
    assert "主管" in serious.say[1]
    # Only approved sentences while the matter is 恶性: who speaks has them from above.
    assert critical.say == ()


def test_one_that_was_made_is_done_and_one_that_was_announced_too() -> None:
    assert _ranks(_card(_MEDIA, _SORRY)) == {"当场致歉": "done", "主管致歉信": "open"}
    assert _ranks(_card(_MEDIA, _LETTER)) == {"当场致歉": "open", "主管致歉信": "done"}
    assert _card(_MEDIA, _SORRY, _LETTER) is None


def test_who_was_apologised_to_and_is_calm_hears_no_more_of_it() -> None:
    assert _card(_ANGRY, _SORRY) is None
    assert _card(_ANGRY, _SORRY, _CALM) is None
    assert _card(_ANGRY, _CALM) is None


def test_who_is_as_upset_as_before_is_not_apologised_to_again() -> None:
    still = given.customer(1, "那快点", "angry", "urge", "resolve")
    assert _card(_ANGRY, _SORRY, still) is None


def test_who_heats_up_again_hears_another_sentence() -> None:
    first, second = _card(_ANGRY), _card(_ANGRY, _SORRY, _ANGRY)
    assert first is not None
    assert second is not None
    assert first.say != second.say


def test_who_asks_for_an_apology_is_owed_one_however_calm() -> None:
    asks = given.customer(1, "你们得给我一个道歉", "calm", "request_apology", "resolve")
    general = given.customer(1, "太差了", "angry", "other", "resolve")
    assert _ranks(_card(general, _CALM, asks)) == {"当场致歉": "open"}


@drawn(st.lists(st.sampled_from([_ANGRY, _MEDIA, _CALM, _SORRY]), max_size=12))
def test_no_spoken_apology_comes_twice(turns: list[CustomerTurn | AgentTurn]) -> None:
    said: list[str] = []
    for end in range(1, len(turns) + 1):
        card = _card(*turns[:end])
        is_customer = isinstance(turns[end - 1], CustomerTurn)
        if card is not None and is_customer and card.rows[1].status == "open":
            said += [say for say in card.say if not say.startswith("‹客户称呼›")]
    assert len(said) == len(set(said))


def test_a_long_fact_is_left_out() -> None:
    long = "我" + "在你们店里买的这台洗衣机" * 4
    card = _card(given.customer(1, long, "angry", "report_problem", "empathize", fact=long))
    assert card is not None
    assert "洗衣机" not in card.say[0]


def test_the_shipped_drafts_apologise_once_and_promise_no_result(playbook: Playbook) -> None:
    drafts = [draft.say for rank in playbook.rules.apology.ranks for draft in rank.drafts]
    for say in drafts:
        assert len(re.findall("抱歉|对不起|道歉", say)) == 1, say
        assert not re.search("保证|一定|绝对|[!！]", say), say


@pytest.mark.parametrize(
    ("words", "draft", "says"),
    [((), "抱歉。", "words"), (("抱歉",), "{fact}，抱歉。", "without {fact}")],
)
def test_a_rank_that_could_not_be_made_is_refused(
    words: tuple[str, ...], draft: str, says: str
) -> None:
    with pytest.raises(ValueError, match=says):
        Rank("致歉", "说一声", ("general",), words, (Draft(draft),))


def test_one_spoken_is_about_what_came_after_the_last() -> None:
    liar = given.customer(1, "骗子", "angry", "complain_service", "empathize")
    card = _card(_ANGRY, _SORRY, liar)
    assert card is not None
    assert "停水三天" not in card.say[0]
    media = _card(_ANGRY, _SORRY, _MEDIA)
    assert media is not None
    assert "停水三天" in media.say[1]


def test_a_letter_is_about_what_it_began_with_and_not_about_the_last_reproach() -> None:
    reproach = given.customer(
        1, "聊天记录就在这屏幕上", "angry", "other", fact="聊天记录就在这屏幕上"
    )
    card = _card(_ANGRY, _MEDIA, reproach)
    assert card is not None
    spoken, letter = card.say
    assert "聊天记录就在这屏幕上" in spoken
    assert "停水三天没人管" in letter
