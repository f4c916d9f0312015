"""In what form a customer asks: whether, how, how much, when, where, which, why."""

import re
from typing import Final

_WHY: Final = (
    r"为什么|为啥|凭什么|凭啥|怎么回事|咋回事|什么原因|啥原因|什么情况|啥情况|"
    r"(?:怎么|咋)(?:还|就|又|老|总|会|不|没|是|只|少|多|变|突然|显示|这么|那么)|"
    # 他怎么知道我的门牌 asks for no steps.
    r"[他她们方人谁](?:是)?怎么(?:知道|晓得)"
)
_HOW_MUCH: Final = (
    r"多少钱|多少块|多少元|什么价|啥价|多钱|几块钱|几元|几毛|怎么收费|怎么卖|"
    r"[收退赔扣补交差付要]多少(?![天次])"
)
_WHEN: Final = (
    r"什么时候|什么时间|啥时候|啥时间|何时|几时|几点|哪天|哪一天|几号(?!楼|门|线)|多久|多长时间|"
    r"几天|多少天|几个工作日|几小时|几分钟"
)
_WHERE: Final = r"哪里|哪儿|在哪|去哪|到哪|从哪|哪个位置|什么地方|啥地方|哪个页面|什么位置"
_WHICH: Final = r"哪个|哪种|哪款|哪一|哪家|哪些|哪几|什么型号|什么颜色|什么码|选什么"
_HOW: Final = r"(?:怎么|咋)(?!样)|如何|怎样|什么流程|什么步骤|教我|教一下"
# A mark alone asks whether, unless it stands behind a word that asks for something else.
_WHETHER: Final = (
    r"吗|(?<!什)么[?？]?$|[没不吧][?？]?$|是不是|能不能|可不可以|行不行|有没有|要不要|会不会|好不好|"
    r"对不对|算不算|能否|是否|可否|(?P<verb>[\u4e00-\u9fff])[不没](?P=verb)|"
    r"^(?!.*(?:什么|啥|谁|多少|几|呢[?？]$)).*[?？]$"
)
# The most telling first: 什么时候能退吗 asks when, 怎么还没到 asks why.
_PATTERNS: Final = {
    "why": re.compile(_WHY),
    "how_much": re.compile(_HOW_MUCH),
    "when": re.compile(_WHEN),
    "where": re.compile(_WHERE),
    "which": re.compile(_WHICH),
    "how": re.compile(_HOW),
    "whether": re.compile(_WHETHER),
}
FORMS: Final = tuple(_PATTERNS)
"""The forms of question."""
_PIECE: Final = re.compile(r"[^，。！!；;,\s?？]+[?？]?")
# A question further back is no longer what is to be answered.
_LAST: Final = 6
# 不怎么好用 and 什么时候都行 ask nothing.
_NO_QUESTION: Final = re.compile(r"[不没]怎么|没什么|没啥|不管|无论|随便|都行|都可以")


def asked(text: str) -> str | None:
    """The form of the last question of a line; None where it asks nothing of these."""
    for piece in reversed(_PIECE.findall(text)[-_LAST:]):
        if form := _form(piece):
            return form
    return None


def _form(piece: str) -> str | None:
    if _NO_QUESTION.search(piece):
        return None
    return next((form for form, pattern in _PATTERNS.items() if pattern.search(piece)), None)
