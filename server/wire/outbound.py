"""All that the server sends: one of `Outbound`."""

from typing import Final

from server.wire.advice import Advice, Rewritten, Withdrawn
from server.wire.alerts import Alert, AlertSeen, Noted
from server.wire.cards import Cue, Progress
from server.wire.closing import FollowUpTask, WrappedUp
from server.wire.conversations import ConversationInfo, Snapshot
from server.wire.knowledge import Knowledge
from server.wire.lint import Lint
from server.wire.session import Ack, Error, Prompts, Welcome
from server.wire.talk import Reading, Said

Outbound = (
    Welcome
    | Ack
    | ConversationInfo
    | Snapshot
    | Said
    | Reading
    | Progress
    | Advice
    | Cue
    | Knowledge
    | Withdrawn
    | Alert
    | AlertSeen
    | FollowUpTask
    | WrappedUp
    | Noted
    | Prompts
    | Lint
    | Rewritten
    | Error
)
OUTBOUND: Final[tuple[type, ...]] = (
    Welcome,
    Ack,
    ConversationInfo,
    Snapshot,
    Said,
    Reading,
    Progress,
    Advice,
    Cue,
    Knowledge,
    Withdrawn,
    Alert,
    AlertSeen,
    FollowUpTask,
    WrappedUp,
    Noted,
    Prompts,
    Lint,
    Rewritten,
    Error,
)
