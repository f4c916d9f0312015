"""What is stored comes back as it was."""

from hypothesis import given
from hypothesis import strategies as st

from models import labels
from models.readings import AgentReading, CustomerReading
from server.coach.advice import Advice, Reason, Wording
from server.coach.asks import Answer, Ask
from server.coach.cards import Cue
from server.store import records
from server.store.records import (
    KINDS,
    AdviceRecord,
    AgentReadingRecord,
    AlertedRecord,
    AnsweredRecord,
    AskedRecord,
    Body,
    ClosedRecord,
    CueRecord,
    CustomerReadingRecord,
    FeedbackRecord,
    FollowedUpRecord,
    KeptRecord,
    NotedRecord,
    OpenedRecord,
    RaisedRecord,
    Record,
    UtteranceRecord,
    WrapUpRecord,
)

_TEXT = st.text(max_size=40)
_SEQ = st.integers(1, 10**6)
_P = st.floats(0, 1)
_STEP = st.sampled_from(list(labels.STEPS))
_REASONS = st.builds(
    Reason,
    st.sampled_from(["feeling", "intent", "repeat", "unsure"]),
    st.none() | _STEP,
    st.none() | _SEQ,
    st.none() | _TEXT,
)
_PART = st.tuples(st.sampled_from(["fact", "emotion", "explain", "link", "plain"]), _TEXT)
_WORDINGS = st.builds(Wording, st.lists(_PART, max_size=4).map(tuple))


def _distribution(size: int) -> st.SearchStrategy[tuple[float, ...]]:
    return st.tuples(*[_P] * size)


def _some(keys: dict[str, str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(list(keys)), unique=True).map(tuple)


BODIES: st.SearchStrategy[Body] = st.one_of(
    st.just(FollowedUpRecord()),
    st.builds(
        OpenedRecord, st.sampled_from(["chat", "call"]), _TEXT, _TEXT, _TEXT, vip=st.booleans()
    ),
    st.builds(
        UtteranceRecord,
        _TEXT,
        st.sampled_from(labels.ROLES),
        _TEXT,
        st.none() | st.floats(50, 500),
        st.none() | _P,
    ),
    st.builds(
        CustomerReadingRecord,
        st.builds(
            CustomerReading,
            _distribution(len(labels.EMOTIONS)),
            _distribution(len(labels.INTENTS)),
            _distribution(len(labels.STEPS)),
            st.none() | st.tuples(_SEQ, _SEQ),
        ),
    ),
    st.builds(
        AgentReadingRecord,
        st.builds(
            AgentReading,
            _distribution(len(labels.STEPS)),
            _distribution(len(labels.FEEL)),
            _distribution(len(labels.FAULTS)),
            _some(labels.STEPS),
            _some(labels.FEEL),
            _some(labels.FAULTS),
        ),
    ),
    st.builds(
        AdviceRecord,
        st.builds(
            Advice,
            _SEQ,
            _STEP,
            st.none() | _STEP,
            st.booleans(),
            st.lists(_REASONS, max_size=3).map(tuple),
            st.lists(_WORDINGS, max_size=3).map(tuple),
        ),
    ),
    st.builds(
        CueRecord, st.builds(Cue, _TEXT, _SEQ, _TEXT, st.lists(_TEXT, max_size=2).map(tuple))
    ),
    st.builds(
        FeedbackRecord,
        st.sampled_from(["shown", "edited"]),
        st.none() | st.integers(0, 9),
        st.none() | _TEXT,
    ),
    st.builds(AskedRecord, st.builds(Ask, _TEXT, st.sampled_from(["approval", "help"]), _SEQ)),
    st.builds(
        AnsweredRecord, _TEXT, st.builds(Answer, st.booleans(), st.none() | st.floats(0, 1e9))
    ),
    st.builds(NotedRecord, _TEXT),
    st.builds(KeptRecord, _SEQ, st.booleans()),
    st.builds(RaisedRecord, _TEXT),
    st.builds(AlertedRecord, _TEXT),
    st.builds(
        WrapUpRecord,
        _TEXT,
        _TEXT,
        st.sampled_from(["resolved", "promised", "escalated", "open"]),
        _TEXT,
        st.none() | _SEQ,
    ),
    st.just(ClosedRecord()),
)


@given(BODIES)
def test_every_body_comes_back_as_it_was(body: Body) -> None:
    record = Record("c", 1, 2, body)
    assert records.load(record.kind, records.dump(body)) == body


def test_an_opening_stored_before_there_were_vips_is_nobody_special() -> None:
    old = '{"channel": "call", "industry": "telecom", "customer": "李女士"}'
    assert records.load("opened", old) == OpenedRecord("call", "telecom", "李女士", vip=False)


def test_an_utterance_stored_before_there_were_voices_is_read() -> None:
    stored = '{"event_id":"e","role":"customer","text":"在吗"}'
    assert records.load("utterance", stored) == UtteranceRecord("e", "customer", "在吗")


def test_every_body_has_its_own_name_and_all_of_them_are_tried_above() -> None:
    assert set(KINDS.values()) == set(Body.__args__)
    assert len(KINDS) == 16


@given(BODIES)
def test_only_utterances_are_known_by_an_event_id(body: Body) -> None:
    event_id = Record("c", 1, 2, body).event_id
    assert event_id == (body.event_id if isinstance(body, UtteranceRecord) else None)
