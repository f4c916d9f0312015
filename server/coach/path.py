"""The eight-step path, 倾听 to 闭环, for grave matters and complaints of VIPs."""

from dataclasses import dataclass

from models import labels
from server.coach.cards import Card, Row
from server.coach.checked import Checked, require_from, require_known, require_once, require_sayable
from server.coach.clauses import said
from server.coach.events import AgentTurn
from server.coach.ledger import quote
from server.coach.lists import Lists


@dataclass(frozen=True, slots=True)
class Mark(Checked):
    """What shows in an agent line that a step was done: all that it names.

    It does one of `steps`, carries one of `feel`, has one of `words` and none of `unless` in a
    clause.
    """

    steps: tuple[str, ...] = ()
    feel: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        require_known("steps", self.steps, labels.STEPS)
        require_known("feel", self.feel, labels.FEEL)
        if not (self.steps or self.feel or self.words):
            raise ValueError(
                "没写什么算做了这一步，加 steps、feel 或 words "
                "names nothing that shows the step; add steps, feel or words"
            )

    def is_in(self, turn: AgentTurn) -> bool:
        """Whether an agent line has it."""
        return (
            (not self.steps or not set(self.steps).isdisjoint(turn.reading.done))
            and (not self.feel or not set(self.feel).isdisjoint(turn.reading.carried))
            and (not self.words or said(turn.text, self.words, self.unless))
        )


@dataclass(frozen=True, slots=True)
class PathStep(Checked):
    """A step: one of `shown_by` shows that it was done, `say` does it.

    It counts only once `only_after` is done; with `until_rejected`, an offer that the customer
    rejects opens it again; with `lapses`, it is too late for it once a later step is done. After
    a line with one of `not_after` nothing is said for it.
    """

    id: str
    name: str
    how: str
    shown_by: tuple[Mark, ...]
    say: tuple[str, ...]
    only_after: str | None = None
    until_rejected: bool = False
    lapses: bool = False
    not_after: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        require_known("not_after", self.not_after, labels.INTENTS)
        require_sayable((self.name, self.how, *self.say))
        if not self.shown_by:
            raise ValueError(
                f"{self.id!r} 没写怎么算做过，加 shown_by nothing shows that it was done"
            )


@dataclass(frozen=True, slots=True)
class PathRules(Checked):
    """The steps in their order, and the tiers from which they are gone; `vip_tiers` for VIPs."""

    tiers: tuple[str, ...] = ()
    vip_tiers: tuple[str, ...] = ()
    steps: tuple[PathStep, ...] = ()
    say_at_once: int = 2

    def __post_init__(self) -> None:
        require_known("tiers", self.tiers, labels.TIERS)
        require_known("vip_tiers", self.vip_tiers, labels.TIERS)
        require_once("id", (step.id for step in self.steps))
        require_once("say", (say for step in self.steps for say in step.say))
        before: list[str] = []
        for step in self.steps:
            if step.only_after is not None:
                require_known(f"only_after（{step.id!r}）", [step.only_after], before)
            before.append(step.id)
        require_from("say_at_once", self.say_at_once, 1)

    def chosen(self, tier: str, vip: bool) -> bool:
        """Whether the path is gone."""
        return tier in self.tiers or (vip and tier in self.vip_tiers)


@dataclass(frozen=True, slots=True)
class Done:
    """A step that was done, and the agent line that shows it."""

    step: str
    seq: int
    quote: str


@dataclass(frozen=True, slots=True)
class Path:
    """The steps done so far."""

    done: tuple[Done, ...] = ()

    def answered(self, turn: AgentTurn, rules: PathRules) -> "Path":
        """With the steps that an agent line does; the first line that did a step is kept.

        Who blames, argues, or promises what is not his to promise has done none of them.
        """
        if turn.reading.committed:
            return self
        done = {each.step: each for each in self.done}
        for step in rules.steps:
            counts = step.only_after is None or step.only_after in done
            if step.id not in done and counts and any(m.is_in(turn) for m in step.shown_by):
                done[step.id] = Done(step.id, turn.seq, quote(turn.text))
        return Path(tuple(done.values()))

    def rejected(self, rules: PathRules) -> "Path":
        """The customer has rejected what was offered."""
        gone = set[str]()
        for step in rules.steps:
            if step.until_rejected or step.only_after in gone:
                gone.add(step.id)
        return Path(tuple(each for each in self.done if each.step not in gone))

    def current(self, rules: PathRules) -> PathStep | None:
        """The first step that is still to be done; None where there is none."""
        there = {each.step for each in self.done}
        for at, step in enumerate(rules.steps):
            late = step.lapses and any(later.id in there for later in rules.steps[at + 1 :])
            if step.id not in there and not late:
                return step
        return None


def offer(path: Path, intent: str | None, rules: PathRules) -> str | None:
    """The list of sentences that does the current step, where it fits the customer's line."""
    step = path.current(rules)
    return None if step is None or intent in step.not_after else _list(step)


def card(path: Path, rules: PathRules, lists: Lists, conversation_id: str) -> Card | None:
    """Where each step stands, as long as one is to be done."""
    current = path.current(rules)
    if current is None:
        return None
    there = {each.step: each for each in path.done}
    rows = tuple(_row(step, there.get(step.id)) for step in rules.steps)
    say = lists.of(_list(current), current.say, conversation_id, rules.say_at_once)
    return Card("path", rows, say)


def _list(step: PathStep) -> str:
    return f"path.{step.id}"


def _row(step: PathStep, done: Done | None) -> Row:
    if done is None:
        return Row(step.name, step.how, "open")
    return Row(step.name, done.quote, "done", seq=done.seq)
