"""`liubu replay --draft`: what a draft of wordings and rules would have changed."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from itertools import islice, zip_longest
from pathlib import Path

from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from scripts.console import bar, fail, out
from scripts.prompts import versions
from server.coach.playbook import Playbook
from server.prompts import load_playbook
from server.review.retelling import Difference, compare, retell
from server.settings import Settings
from server.store.log import EventLog, LogUnavailableError

_LATEST = 1000


def run(draft: Path, examples: int) -> None:
    """Tell the latest stored conversations by the served version and by `draft`; compare."""
    served, changed = load_playbook(versions().directory()), load_playbook(draft)
    path = Settings().data / "liubu.db"
    if not path.is_file():
        fail(f"没有会话记录 no stored conversations: {path}")
    try:
        found, utterances = asyncio.run(_compared(path, served, changed))
    except LogUnavailableError as error:
        fail(str(error))
    _print(found, utterances, examples)


async def _compared(
    path: Path, served: Playbook, changed: Playbook
) -> tuple[list[tuple[str, Difference]], int]:
    found: list[tuple[str, Difference]] = []
    utterances = 0
    async with EventLog(path) as log:
        listed = await log.latest(_LATEST)
        with bar() as progress:
            for conversation_id, _ in progress.track(listed, description="对比 compare"):
                records = await log.read(conversation_id)
                before = list(retell(records, served))
                utterances += len(before)
                after = retell(records, changed)
                found += [(conversation_id, each) for each in compare(before, after)]
    return found, utterances


def _print(found: list[tuple[str, Difference]], utterances: int, examples: int) -> None:
    out.print(f"{utterances} 句 utterances, {len(found)} 处不同 differences")
    if not found:
        return
    table = Table("项 what", "处 times", "会话 conversations")
    for what, times in Counter(each.what for _, each in found).most_common():
        among = len({conversation for conversation, each in found if each.what == what})
        table.add_row(what, str(times), str(among))
    out.print(table)
    for (conversation, each), times in islice(_varied(found), examples):
        said = Text(each.text)
        before, after = _marked("−", each.before, "red"), _marked("+", each.after, "green")
        title = f"{conversation} #{each.seq} {each.what}" + (f" × {times}" if times > 1 else "")
        out.print(Panel(Text.assemble(said, before, after), title=title, title_align="left"))


def _varied(found: list[tuple[str, Difference]]) -> Iterator[tuple[tuple[str, Difference], int]]:
    """Each change once with how often it comes, the kinds of guidance in turn."""
    times = Counter((each.what, each.before, each.after) for _, each in found)
    kinds: dict[str, dict[tuple[str, str], tuple[str, Difference]]] = {}
    for named, each in found:
        kinds.setdefault(each.what, {}).setdefault((each.before, each.after), (named, each))
    for turn in zip_longest(*(kind.values() for kind in kinds.values())):
        for example in turn:
            if example is not None:
                each = example[1]
                yield example, times[each.what, each.before, each.after]


def _marked(mark: str, lines: str, style: str) -> Text:
    return Text("".join(f"\n{mark} {line}" for line in lines.splitlines()), style)
