"""What the agent has said since the customer spoke."""

from hypothesis import given as for_all
from hypothesis import strategies as st

from server.coach.reply import Reply
from tests.server import given

_LINES = st.lists(
    st.none() | st.frozensets(st.sampled_from(["fact", "emotion", "explain", "link"])), max_size=20
)


def _after(lines: list[frozenset[str] | None]) -> Reply:
    """None is a line of the customer, else the parts that an agent's line carries."""
    reply = Reply()
    for seq, parts in enumerate(lines, start=1):
        if parts is None:
            reply = reply.after(given.customer(seq, "还没到"), "empathize")
        else:
            reply = reply.after(given.agent(seq, "我查", (), parts), None)
    return reply


def test_an_answer_in_several_lines_counts_as_one() -> None:
    reply = _after([None, frozenset({"fact"}), frozenset({"emotion", "link"})])
    assert reply.said == {"fact", "emotion", "link"}
    assert (reply.step, reply.seq, reply.restated) == ("empathize", 1, 2)


@for_all(_LINES)
def test_only_what_came_after_the_customer_counts(lines: list[frozenset[str] | None]) -> None:
    reply = _after(lines)
    last = max((at for at, parts in enumerate(lines) if parts is None), default=-1)
    since = [parts for parts in lines[last + 1 :] if parts is not None]
    assert reply.said == frozenset().union(*since)
    assert reply.seq == last + 1
    restating = [at for at, parts in enumerate(lines, start=1) if parts and "fact" in parts]
    assert reply.restated == max(restating, default=0)
