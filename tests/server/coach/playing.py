"""Plays scenario files: scripted conversations with hand-given labels, and what is expected.

A line is `customer:` or `agent:` with its labels; `expect:` holds after it. `contains`
must be in one of the wordings, `never` in none of them; `no_parts` and `some_part` name
FEEL parts. `at` is the time of day at which a line is said, on Monday 2 March 2026 in China;
without it a line is said ten seconds after the one before. `tier` is the tier, `cue` the kind
of the cue that is shown (null for none), `cue_says` is in its text or sentences; `card` tells
what is in a card, by kind: words that stand somewhere in it (`until 11:05` is the time of day
of a row that has one), or null where it must not be;
`card_never` words that stand nowhere in it. `vip: true` opens the conversation of a VIP.
`history` are earlier conversations of the customer, the latest first: how many `days` ago,
the `matter`, the last `emotion`, and what was `owed` when it ended, each with its `words` and
the number of `days` ago when it was due (below 0 it is still to come).
`drafts` are what the agent might be writing then: `text`, the FEEL `parts` of its clauses,
`steps` and `faults`; what it lacks is `missing`, by part with what must be in the draft as
completed (null for nothing to say); `late` is out of order, `warned` is to be looked at.
`looked_up` are words that the articles are searched for, null for no search; `not_looked_up`
words that they must not be. `wrap_up` tells what would be noted if the talk ended here: by
field, words that stand in it, or null where it must be empty.
What must hold for every line of every conversation is checked without being asked for.
"""

from pathlib import Path
from typing import Any, Final

import yaml

from server.coach.playbook import Playbook
from tests.server.coach.expecting import expected
from tests.server.coach.talk import opened

DIRECTORY: Final = Path(__file__).with_name("scenarios")
FILES: Final = sorted(DIRECTORY.glob("*.yaml"))


def script(path: Path) -> dict[str, Any]:
    """What stands in a scenario file."""
    loaded: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


def play(path: Path, playbook: Playbook) -> None:
    """Play a scenario to its end.

    Raises:
        AssertionError: after the first line where it is not as expected.
    """
    scenario = script(path)
    talk = opened(playbook, path.stem, scenario)
    for number, line in enumerate(scenario["lines"], start=1):
        if "customer" in line:
            talk.customer(line)
        else:
            talk.agent(line)
        try:
            expected(talk, line.get("expect", {}))
        except AssertionError as error:
            error.add_note(f"{path.name}: line {number}: {line.get('customer', line.get('agent'))}")
            raise
