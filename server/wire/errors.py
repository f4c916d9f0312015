"""What can be refused, and how the client is told."""

from enum import StrEnum


class ErrorCode(StrEnum):
    """Stable codes of the `error` message."""

    MALFORMED = "malformed"
    UNKNOWN_TYPE = "unknown_type"
    INVALID = "invalid"
    TEXT_TOO_LONG = "text_too_long"
    HELLO_FIRST = "hello_first"
    WRONG_ROLE = "wrong_role"
    CONVERSATION_CLOSED = "conversation_closed"
    CONVERSATION_UNKNOWN = "conversation_unknown"
    ADVICE_UNKNOWN = "advice_unknown"
    ASK_UNKNOWN = "ask_unknown"
    PROMISE_UNKNOWN = "promise_unknown"
    EVENT_ID_REUSED = "event_id_reused"
    OVERLOADED = "overloaded"
    FLOODING = "flooding"
    SLOW_VIEWER = "slow_viewer"
    KNOWLEDGE_OFF = "knowledge_off"
    ARTICLE_UNKNOWN = "article_unknown"
    ARTICLE_INVALID = "article_invalid"
    ARTICLE_TOO_LONG = "article_too_long"
    ORIGIN_NOT_ALLOWED = "origin_not_allowed"
    WRITING_OFF = "writing_off"
    UNAVAILABLE = "unavailable"


class WireError(Exception):
    """A refusal that the client is told about; the conversation is unharmed."""

    def __init__(self, code: ErrorCode, message: str, ref: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.ref = ref
