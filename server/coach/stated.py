"""What of the words that state a fact can be said back: whole clauses that tell something."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from server.coach.clauses import spans

Range = tuple[int, int]

_ASKS: Final = re.compile(
    r"^还是|怎么|什么|为啥|多少|几点|哪|吗|么[?？]|啥|咋|谁|是不是|能不能|可不可以|要不要|行不行?$|不是说|是吧$|对吧$|有没有[^\w]*$"
)
# 怎么还没到账 asks, and tells that it is not there.
_ASKS_BEFORE: Final = re.compile(r"谁|哪|能不能|可不可以|是不是|要不要|不是说")
# What is asked about a fact leaves it a fact: 护照还有五个月到期 能飞吗.
_ASKS_ON: Final = re.compile(
    r"[还我]?(?:怎么|咋|凭什么|为什么|能|可以|可不可以|行|算不算|正常|你们赔)"
)
_ASKED: Final = frozenset("吗么?？")
# A wish is no fact.
_WISHES: Final = re.compile(
    r"[给帮替]我(?:取消|退|换|补|赔|改|办|开通|查|修|带|弄|解决|处理|安排|转|关|停)\w{0,3}$"
)
_WISHES_AFTER: Final = re.compile(r"[给赔退换补]")
# Who names them has somewhere to go: what stands beside it is no report either.
_THREATENS: Final = re.compile(
    r"律师|起诉|立案|法院|(?<!\d)123(?:15|45|00|21|78)(?!\d)|消协|监管局|市监|工信部|药监|信访|经侦|"
    r"曝光|举报|记者|报社|媒体|电视台|热搜|等着吧|你们等着"
)
_SHOWN_OFF: Final = re.compile(r"直播|抖音|截图|录屏")
# The person before the words, perhaps after a particle; or a preposition with it.
_PERSON: Final = re.compile(
    r"(?:^|[那是就可但])((?:我们?|咱们?|俺们?)家?|我的|你们|你们家|你家)$"
    r"|^((?:在|从|被|跟|对|等了)(?:我|咱|你|您)们?家?的?)$"
)
_PARTICLES: Final = re.compile(r"[啊吧呢呀呗嘛诶哈哦了的都\W]*")
# So few characters after the words belong to them: 外包的机器吞了 我的钱.
_CUT_OFF: Final = 4


# The parts of the method ask for it several times on the same line.
@lru_cache(maxsize=16)
def stated(text: str, start: int, end: int) -> str:
    """The longest run of clauses in the range that tell something, or an empty string.

    A clause that asks or wishes is left out, and nothing is said back of a threat. Words that
    the range cuts off from its first or last clause are taken in, where they belong to it.
    """
    if _THREATENS.search(text, start, end):
        return ""
    runs: list[Range] = []
    joined = False
    for clause in _overlapping(text, start, end):
        told = _told(text, clause, start, end)
        if told is None:
            joined = False
            continue
        runs.append((runs.pop()[0], told[1]) if joined else told)
        joined = True
    if not runs:
        return ""
    begin, stop = max(runs, key=lambda run: run[1] - run[0])
    said = text[begin:stop]
    # A quotation that a comma parts is not said by halves.
    return said if said.count("“") == said.count("”") else ""


def _overlapping(text: str, start: int, end: int) -> Iterator[Range]:
    return ((a, b) for a, b in spans(text) if a < end and start < b)


def _told(text: str, clause: Range, start: int, end: int) -> Range | None:
    """What of a clause tells something, None where it asks, wishes or shows off."""
    first, last = clause
    begin, stop = max(first, start), min(last, end)
    before, said, after = text[first:begin], text[begin:stop], text[stop:last]
    asks_on = _ASKS_ON.match(after.lstrip())
    asks = bool(_ASKS.search(said) or _ASKS_BEFORE.search(before))
    if not asks_on:
        asks = asks or bool(_ASKS.search(after)) or text[last : last + 1] in _ASKED
    if asks or _WISHES.search(said) or _SHOWN_OFF.search(said):
        return None
    if not asks_on and _PARTICLES.fullmatch(after) is None:
        if _WISHES_AFTER.search(after):
            return None
        stop = last if len(after) <= _CUT_OFF else stop
    if person := _PERSON.search(before):
        begin = first + (person.start(1) if person[1] else person.start(2))
    return begin, stop
