"""What of the words that state a fact can be said back: whole clauses that tell something."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from server.coach.clauses import Range, spans

_ASKS: Final = re.compile(
    r"^还是|怎么|什么|为啥|多少|几点|哪|吗|么[?？]|啥|咋|谁|是不是|能不能|可不可以|要不要|行不行?$|不是说|是吧$|对吧$|有没有[^\w]*$"
    r"|([^\W\d动时])[不没]\1"
)
# 怎么还没到账 asks, and tells that it is not there.
_ASKS_BEFORE: Final = re.compile(r"谁|哪|怎么知道|怎么晓得|能不能|可不可以|是不是|要不要|不是说")
# What is asked about a fact leaves it a fact: 护照还有五个月到期 能飞吗.
_ASKS_ON: Final = re.compile(
    r"[还我]?(?:怎么|咋|凭什么|为什么|能|可以|可不可以|行|算不算|正常|你们赔)"
)
_ASKED: Final = frozenset("吗么?？")
# A wish is no fact.
_WISHES: Final = re.compile(
    r"[给帮替]我(?:取消|退|换|补|赔|改|办|开通|查|修|带|弄|解决|处理|安排|转|关|停)\w{0,3}$|都要$"
    r"|不(?:想)?要了$|^(?:现在|马上|立刻|赶紧)(?:就|给我)?[转退换办取叫改]\w{0,2}$|^我不等了?$"
    r"|(?:得|要|该|必须)由?[你您]们?来?(?:出|赔|付|掏|承担|负责|报销)"
    r"|[你您]们?(?:得|要|必须)(?:出|赔|付|掏|承担|负责|报销)|(?<!就)算了$"
    r"|的(?:退|赔|补|还)我$|^[再先就还]?(?:退|赔)[我个](?!.*(?:了|的是|少))|^不[补修换等约去退订买办做][^过]{0,4}了$"
)
# 我自己掏吧 gives in, 不能搁两天吧 judges, 等了三天了吧 reports.
_HOLDS: Final = re.compile(r"^[得那行好就]?我(?:自己|还是|再|就)[^了过]*$|不能|不该|应该|总得|至少")
_WISHES_AFTER: Final = re.compile(r"[给赔退换补]")
# Who names them has somewhere to go: what stands beside it is no report either.
_THREATENS: Final = re.compile(
    r"律师|起诉|立案|法院|(?<!\d)123(?:15|45|00|21|78)(?!\d)|消协|监管局|市监|工信部|药监|信访|经侦|网信办|住建局|卫健委|"
    r"曝光|举报|记者|报社|媒体|电视台|热搜|等着吧|你们等着"
)
_SHOWN_OFF: Final = re.compile(
    r"直播|抖音|截图|录屏|[拍录]了(?:个|段|张)?(?:视频|照|音|像)|有(?:视频|录音|照片|证据)(?:为证|在)?$"
)
# 那我把号码写在脸上好了 concludes in mockery; 我在跟你说蟑螂 speaks of the talk itself.
_MOCKS: Final = re.compile(r"^(?:那[我你您咱](?!家)|合着|敢情|感情[我你您]|照[你您]们?这么说)")
# 200就200吧 gives in.
_GIVES_IN: Final = re.compile(
    r"^(?:算了|得了|罢了)吧?\W*$|^(?:算了|那)?\W*(\w{1,6})就\1(?:吧|了)?\W*$"
)
_SPEAKS_OF_TALK: Final = re.compile(r"^我?(?:就是|是|正)?在?[跟和]你们?[说讲]")
# 说我欠款19800分 has lost who says it; 滴在燃气灶上叫 what is called so.
# 也是外包的肚子花的 goes on from a clause that is left out.
_NOBODY_SAYS: Final = re.compile(r"说(?=[是我你您他她它])|也是|却|更是")
_LEFT_OPEN: Final = ("叫", "算")
# The person before the words, perhaps after a particle; or a preposition with it.
_PERSON: Final = re.compile(
    r"(?:^|[那是就可但说外])((?:我们?|咱们?|俺们?)家?|我的|你们|你们家|你家)$"
    r"|^((?:在|从|被|跟|对|等了)(?:我|咱|你|您)们?家?的?)$"
)
# What the range cuts off, where the rest does not stand without it: 我代表, 老板的, 6万是.
_BELONGS: Final = re.compile(
    r"(?:^|[那是就可但])(我(?!那个|这个|[^\W\d]*[说问讲告想请])[^\W\d]{1,3}|(?![你您])[^\W\d]{1,3}的"
    r"|\d[\d.]*[万千百]?[元块]?是?)$"
)
# A word that the range begins inside of: 对讲, 那天.
_PARTED: Final = re.compile(r"对[讲门面方]|[那这][天些里边种家次位]")
_EXAGGERATES: Final = re.compile(
    r"(?:八百|一万|一千|几百|上百|无数|第?\s*[Nn])\s*(?:多?[遍次回]|个电话)"
)
_PARTICLES: Final = re.compile(r"[啊吧呢呀呗嘛诶哈哦了的都\W]*")
# What is only supposed did not happen: 万一病了, 三天没人来我就去投诉, 等娃都会走路了.
# 我去看执照 is what comes next, 我去看了 what was done.
_GOES_TO: Final = re.compile(r"^我?(?:先|这就|再)?去(?:看|找|问|试|拍|查|翻|拿)[^了过的]*$")
_SUPPOSES: Final = re.compile(
    r"(?<![一二三四五六七八九十两几百千\d])万一(?![千百\d])|要是|如果|假如|除非|^等[^了过到]+都[^了]*了$"
)
_UNLESS_DONE: Final = re.compile(r"[没不未缺少]")
_THEN: Final = re.compile(
    r"\W*[^\W我]{0,2}(?:我们?|咱们?|俺们?)?(?:就|会)[^\W了]{0,4}"
    r"(?:去|打|找|发|报警|报|告|投诉|走|站|带|坐)(?![^，。！!？?\s]*了)"
)
# 把你们 四家都抄上: without what it does the rest is no clause.
_TAKEN_UP: Final = re.compile(r"把[^了]*$")
# 盖 盖 会计姓周, 把我号码删掉 现在, 南门那个: such a piece is no clause of its own.
_NO_CLAUSE: Final = re.compile(
    r"[^我你您他她它咱俺\d]|现在|马上|立刻|立即|赶紧|快点|是?有一个|[^是]*[那这]个"
)
# So few characters after the words belong to them: 外包的机器吞了 我的钱.
_CUT_OFF: Final = 4
# 检测268项，就漏了最要命的那一项: the first half alone says the opposite.
_TURNS: Final = re.compile(r"[就却但]|可是|结果|反而")


# The parts of the method ask for it several times on the same line.
@lru_cache(maxsize=16)
def stated(text: str, start: int, end: int) -> str:
    """The longest run of clauses in the range that tell something, or an empty string.

    A clause that asks or wishes is left out, and nothing is said back of a threat. Words that
    the range cuts off from its first or last clause are taken in, where they belong to it.
    """
    clauses = list(_overlapping(text, start, end))
    if not clauses or _THREATENS.search(text, clauses[0][0], clauses[-1][1]):
        return ""
    if (turn := _turn(text, clauses[-1])) is not None:
        clauses.append(turn)
        end = turn[1]
    runs: list[Range] = []
    joined = False
    for clause in clauses:
        told = _told(text, clause, start, end)
        if told and not joined and _NOBODY_SAYS.match(text[slice(*told)]):
            told = None
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


def _turn(text: str, last: Range) -> Range | None:
    """The clause right after the last one, where it turns what that one says."""
    following = next((each for each in spans(text) if each[0] >= last[1]), None)
    return following if following and _TURNS.match(text, following[0]) else None


def _told(text: str, clause: Range, start: int, end: int) -> Range | None:
    """What of a clause tells something, None where it asks, wishes or shows off."""
    first, last = clause
    begin, stop = max(first, start), min(last, end)
    before, said, after = text[first:begin], text[begin:stop], text[stop:last]
    asks_on = _ASKS_ON.match(after.lstrip()) and not said.endswith(_LEFT_OPEN)
    asks = bool(_ASKS.search(said) or _ASKS_BEFORE.search(before))
    if not asks_on:
        asks = asks or bool(_ASKS.search(after)) or text[last : last + 1] in _ASKED
    if asks or _is_no_report(before + said) or _EXAGGERATES.search(said):
        return None
    if text[first:last].endswith("吧") and _HOLDS.search(before + said):
        return None
    if (
        _NO_CLAUSE.fullmatch(text, first, last)
        or _is_supposed(text, clause, stop)
        or _TAKEN_UP.search(before)
    ):
        return None
    if not asks_on and _PARTICLES.fullmatch(after) is None:
        if _WISHES_AFTER.search(after):
            return None
        if len(after) > _CUT_OFF and len(said) < len(after):
            return None
        stop = last if len(after) <= _CUT_OFF else stop
    if person := _PERSON.search(before):
        begin = first + (person.start(1) if person[1] else person.start(2))
    elif belonging := _BELONGS.search(before):
        begin = first + belonging.start(1)
    elif before and _PARTED.match(text, begin - 1, begin + 1):
        begin -= 1
    return begin, stop


def _is_no_report(clause: str) -> bool:
    """Whether it wishes, shows off, mocks, gives in, or speaks of nothing but the talk."""
    none = (_WISHES, _SHOWN_OFF, _MOCKS, _GIVES_IN, _SPEAKS_OF_TALK)
    return any(kind.search(clause) for kind in none)


def _is_supposed(text: str, clause: Range, stop: int) -> bool:
    """Whether a clause tells what may happen, and what would be done then."""
    first, last = clause
    if _SUPPOSES.search(text[first:last]) or _GOES_TO.match(text[first:last]):
        return True
    return bool(_UNLESS_DONE.search(text, first, stop) and _THEN.match(text, stop))
