"""What a language model is asked: to say a suggestion in another tone; `prompts/writing.yaml`."""

from dataclasses import dataclass
from typing import Final, Literal, get_args

from server.coach.checked import Checked, MisplacedError, require_known
from server.coach.private import Mask

Tone = Literal["warm", "brief", "formal"]
TONES: Final[tuple[Tone, ...]] = get_args(Tone)

_ANGLES: Final = str.maketrans("‹›", "<>")


@dataclass(frozen=True, slots=True)
class Said:
    """A message to the model, or one that it might have given."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be said anew; `said` is the customer's last line, `fact` what they told."""

    draft: str
    tone: Tone
    said: str = ""
    fact: str = ""

    def hidden(self, mask: Mask) -> "Task":
        """Without the numbers of persons, cards and cases."""
        # No blank but those of the draft is one.
        said, fact = (each.translate(_ANGLES) for each in (self.said, self.fact))
        return Task(mask.hide(self.draft), self.tone, mask.hide(said), mask.hide(fact))


@dataclass(frozen=True, slots=True)
class Example(Checked):
    """A draft said well in another tone."""

    draft: str
    tone: Tone
    rewritten: str
    said: str = ""
    fact: str = ""

    @property
    def task(self) -> Task:
        """What was asked."""
        return Task(self.draft, self.tone, self.said, self.fact)


@dataclass(frozen=True, slots=True)
class Writing(Checked):
    """`prompts/writing.yaml`: what the model is told, how each tone sounds, and examples."""

    system: str
    tones: dict[str, str]
    examples: tuple[Example, ...] = ()

    def __post_init__(self) -> None:
        require_known("tones", self.tones, TONES)
        if missing := [tone for tone in TONES if not self.tones.get(tone, "").strip()]:
            raise ValueError(f"tones 缺 {missing[0]}，写上是什么语气 needs it")
        if not self.system.strip():
            raise ValueError("system 是空的，写上让模型做什么 is empty")
        for place, example in enumerate(self.examples):
            if not (example.draft.strip() and example.rewritten.strip()):
                raise MisplacedError(
                    "例子要有 draft 和 rewritten an example needs both", "examples", place
                )

    def messages(self, task: Task) -> tuple[Said, ...]:
        """All that is sent: the instruction, the examples of the tone, and the task."""
        shown = [example for example in self.examples if example.tone == task.tone]
        turns = (
            said
            for example in shown
            for said in (
                Said("user", self._asked(example.task)),
                Said("assistant", example.rewritten),
            )
        )
        return (Said("system", self.system), *turns, Said("user", self._asked(task)))

    def _asked(self, task: Task) -> str:
        lines = [
            f"语气：{self.tones[task.tone]}",
            f"客户刚才说：{task.said}" if task.said else "",
            f"客户说的事实：{task.fact}" if task.fact else "",
            f"原句：{task.draft}",
        ]
        return "\n".join(filter(None, lines))


NO_WRITING: Final = Writing("改写", {tone: tone for tone in TONES})
"""Where nothing is written by a model."""
