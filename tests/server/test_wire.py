"""The protocol's parser and serialiser, by themselves."""

import dataclasses
import json
from typing import Any, get_args, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server import wire
from server.wire import ErrorCode, WireError

_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=10,
)
_FIELDS = sorted({name for kind in wire.INBOUND for name in kind.model_fields})
_NEARLY = st.fixed_dictionaries(
    {"type": st.sampled_from([*wire.TYPES, "shout"])},
    optional={
        name: st.one_of(
            _VALUES, st.sampled_from(["c1", "e1", "customer", "source", "chat", "call"])
        )
        for name in _FIELDS
        if name != "type"
    },
)


def _told(frame: str | bytes) -> None:
    """It is a message, or a refusal with a known code and a sentence."""
    try:
        message = wire.parse(frame)
    except WireError as error:
        assert error.code in ErrorCode
        assert error.message.endswith("。")
        assert error.ref is None or len(error.ref) <= 128
    else:
        assert isinstance(message, wire.INBOUND)


@given(st.one_of(st.text(), st.binary()))
def test_any_frame_is_a_message_or_refused(frame: str | bytes) -> None:
    _told(frame)


@given(_VALUES)
def test_any_json_is_a_message_or_refused(value: Any) -> None:
    _told(json.dumps(value))


@given(_NEARLY)
def test_anything_like_a_message_is_a_message_or_refused(value: dict[str, Any]) -> None:
    _told(json.dumps(value))
    _told(json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass"))


@given(_NEARLY, st.integers(0, 400))
def test_a_torn_frame_is_a_message_or_refused(value: dict[str, Any], length: int) -> None:
    _told(json.dumps(value)[:length])


@given(st.sampled_from(["[", '{"a":', '{"type":"hello","role":']), st.integers(1, 5000))
def test_deep_nesting_is_refused_and_does_no_harm(opening: str, times: int) -> None:
    with pytest.raises(WireError):
        wire.parse(opening * times)


@pytest.mark.parametrize("at", [2**63, 10**30])
def test_a_time_that_cannot_be_stored_is_refused(at: int) -> None:
    frame = json.dumps(
        {
            "type": "utterance",
            "conversation_id": "c",
            "event_id": "e",
            "role": "customer",
            "text": "在吗",
            "at": at,
        }
    )
    with pytest.raises(WireError) as refused:
        wire.parse(frame)
    assert (refused.value.code, refused.value.ref) == (ErrorCode.INVALID, "e")


@pytest.mark.parametrize(
    ("field", "value"), [("pitch", 0), ("pitch", 1e9), ("energy", -0.1), ("energy", 1.1)]
)
def test_a_voice_that_nobody_has_is_refused(field: str, value: float) -> None:
    said = {"type": "utterance", "conversation_id": "c", "event_id": "e", "role": "customer"}
    with pytest.raises(WireError, match=field) as refused:
        wire.parse(json.dumps({**said, "text": "在吗", field: value}))
    assert (refused.value.code, refused.value.ref) == (ErrorCode.INVALID, "e")
    assert getattr(wire.parse(json.dumps({**said, "text": "在吗", field: 0.5})), field) == 0.5


def test_the_refusal_names_the_field_that_is_wrong() -> None:
    with pytest.raises(WireError, match="conversation_id") as refused:
        wire.parse('{"type": "watch", "ref": "r"}')
    assert (refused.value.code, refused.value.ref) == (ErrorCode.INVALID, "r")


def test_a_refusal_never_repeats_what_was_said() -> None:
    secret = "我的身份证号是"
    for frame in (
        json.dumps({"type": "utterance", "text": secret, "role": secret, "event_id": 1}),
        json.dumps({"type": secret}),
        secret,
    ):
        with pytest.raises(WireError) as refused:
            wire.parse(frame)
        assert secret not in refused.value.message


def _example(kind: Any) -> Any:
    """A value for a field of this type; enough for every outbound message."""
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        hints = get_type_hints(kind)
        given_ = {
            f.name: _example(hints[f.name]) for f in dataclasses.fields(kind) if f.name != "type"
        }
        return kind(**given_)
    arguments = get_args(kind)
    if kind in (str, int, bool, float):
        return {str: "字", int: 1, bool: True, float: 0.5}[kind]
    if arguments and isinstance(arguments[0], str):
        return arguments[0]
    if arguments and type(None) in arguments:
        return _example(next(each for each in arguments if each is not type(None)))
    return (_example(arguments[0]),)


@pytest.mark.parametrize("kind", wire.OUTBOUND, ids=lambda kind: kind.__name__)
def test_every_outbound_message_is_a_json_object_with_its_type_and_all_its_fields(
    kind: type[wire.Outbound],
) -> None:
    message = _example(kind)
    sent = json.loads(wire.dump(message))
    assert sent["type"] == message.type
    assert sent == json.loads(json.dumps(dataclasses.asdict(message)))


def test_every_message_has_a_type_of_its_own_in_its_direction() -> None:
    assert len(set(wire.TYPES)) == len(wire.INBOUND)
    hints = [get_args(get_type_hints(kind)["type"])[0] for kind in wire.OUTBOUND]
    assert len(set(hints)) == len(wire.OUTBOUND)
