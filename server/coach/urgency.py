"""Which conversation a supervisor should look at first, and why."""

from dataclasses import dataclass
from typing import Literal

from server.coach.checked import Checked
from server.coach.risk import RiskRules, score
from server.coach.state import State

Why = Literal["critical", "serious", "asked", "late", "risk", "upset"]


@dataclass(frozen=True, slots=True)
class UrgencyRules(Checked):
    """What counts how much; `risk` and `upset` by degree, 0 to 1, `upset` from a degree on."""

    critical: float = 0.0
    serious: float = 0.0
    asked: float = 0.0
    late: float = 0.0
    risk: float = 0.0
    upset: float = 0.0
    upset_from: float = 0.0


@dataclass(frozen=True, slots=True)
class Urgency:
    """How pressing a conversation is, 0 for not at all, and what makes it so, the most first."""

    score: float = 0.0
    why: tuple[Why, ...] = ()


def urgency(state: State, weights: UrgencyRules, rules: RiskRules) -> Urgency:
    """The sum of what presses, each by its weight; nothing presses when it is over."""
    if state.ended:
        return Urgency()
    upset = max(0.0, -state.valence)
    risk = score(state, rules)
    pressing: dict[Why, float] = {
        "critical": weights.critical * (state.severity.tier == "critical"),
        "serious": weights.serious * (state.severity.tier == "serious"),
        "asked": weights.asked * bool(state.asks.open),
        "late": weights.late * any(key.endswith(":late") for key in state.alarmed),
        "risk": weights.risk * risk * (risk >= rules.threshold),
        "upset": weights.upset * upset * (upset >= weights.upset_from),
    }
    why = sorted((each for each in pressing if pressing[each]), key=lambda each: -pressing[each])
    return Urgency(round(sum(pressing.values()), 1), tuple(why))
