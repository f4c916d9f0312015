"""Frames to messages and back."""

from typing import Any, Final

from pydantic import TypeAdapter, ValidationError
from pydantic_core import from_json

from server.wire.errors import ErrorCode, WireError
from server.wire.inbound import TEXT_CHARS, TYPES, Inbound
from server.wire.outbound import OUTBOUND, Outbound

_INBOUND: Final[TypeAdapter[Any]] = TypeAdapter(Inbound)
_SERIALIZERS: Final = {kind: TypeAdapter(kind).serializer for kind in OUTBOUND}


def parse(frame: str | bytes) -> Any:
    """The message in a frame, one of `INBOUND`.

    Raises:
        WireError: saying what is wrong with it, with its `ref` where one could be read.
    """
    try:
        return _INBOUND.validate_json(frame)
    except ValidationError as error:
        raise _refusal(error, frame) from None


def dump(message: Outbound) -> str:
    """The text frame of a message."""
    return _SERIALIZERS[type(message)].to_json(message).decode()


def _refusal(error: ValidationError, frame: str | bytes) -> WireError:
    first = error.errors(include_url=False)[0]
    kind = first["type"]
    if kind == "json_invalid":
        return WireError(ErrorCode.MALFORMED, "不是合法的 JSON；请发送一个 JSON 对象。")
    sent = from_json(frame)
    if not isinstance(sent, dict):
        return WireError(ErrorCode.MALFORMED, "消息应为 JSON 对象。")
    ref = _ref_of(sent)
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        return WireError(ErrorCode.UNKNOWN_TYPE, f"type 应为其中之一：{'、'.join(TYPES)}。", ref)
    field = ".".join(str(part) for part in first["loc"][1:])
    if kind == "string_too_long" and field == "text":
        message = f"text 最长 {TEXT_CHARS} 字；请分成几条发送。"
        return WireError(ErrorCode.TEXT_TOO_LONG, message, ref)
    return WireError(ErrorCode.INVALID, f"字段 {field}：{_complaint(kind)}", ref)


def _ref_of(sent: dict[str, Any]) -> str | None:
    """What the client will know its message by: `ref`, or an utterance's or a draft's id."""
    for key in ("ref", "event_id", "draft_id"):
        value = sent.get(key)
        if isinstance(value, str):
            return value[:128]
    return None


def _complaint(kind: str) -> str:
    if kind == "missing":
        return "缺少这个必填项。"
    if kind in ("string_too_short", "string_too_long"):
        return "长度不在允许范围内。"
    return "取值不符合要求，请对照协议表。"
