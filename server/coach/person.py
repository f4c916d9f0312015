"""Restates the customer's own words in the agent's mouth.

我订的XL码衬衫发成了S码 becomes 您订的XL码衬衫发成了S码, 你们客服说… becomes 我们客服说….
"""

import re
from functools import lru_cache
from typing import Final

# Longest first: the alternation takes the first that matches.
_SWAPS: Final = {
    "我们家": "您家",
    "俺们家": "您家",
    "咱们平台": "我们平台",
    "咱们店": "我们店",
    "我司": "贵司",
    "贵行": "我们行",
    "贵司": "我们公司",
    "贵单位": "我们单位",
    "贵公司": "我们公司",
    "贵店": "我们店",
    "我们这边": "您那边",
    "我们这里": "您那里",
    "我们这儿": "您那儿",
    "我这边": "您那边",
    "我这里": "您那里",
    "我这儿": "您那儿",
    "你们那边": "我们这边",
    "你们那里": "我们这里",
    "你们那儿": "我们这儿",
    "你那边": "我们这边",
    "你那儿": "我们这儿",
    "你那里": "我们这里",
    "您那儿": "我们这儿",
    "您那里": "我们这里",
    "你们那": "我们这",
    "俺们": "您",
    "您那边": "我们这边",
    "你们这边": "我们这边",
    "你们自己": "我们自己",
    "你们家": "我们这边",
    "你家": "我们这边",
    "我本人": "您本人",
    "我妈妈": "您母亲",
    "我妈": "您母亲",
    "我爸爸": "您父亲",
    "我爸": "您父亲",
    "我老婆": "您爱人",
    "我老公": "您爱人",
    "我媳妇": "您爱人",
    "俺本人": "您本人",
    "咱们": "您",
    "我们": "您",
    "你们": "我们",
    "您们": "我们",
    "本人": "您",
    "俺": "您",
    "咱": "您",
    "我": "您",
    "你": "我们",
    "您": "我们",
}
_KEPT: Final = ("本人签收", "你好", "您好", "自我", "我国", "迷你", "本人证件", "我行我素")
# Several people, or a place, are not one 您.
_GROUP: Final = r"我们(?=[每全都几两二三四五六七八九十\d])"
_PLACE: Final = r"我们(?=村|班|院|路口|楼|团|厂|镇|队|栋|单元)"
# 你 in what somebody else said is the customer.
_REPORTED: Final = r"(?:(?<=[说骂喊问叫])|(?<=说，)|(?<=喜欢|告诉|通知))你(?!们)"
_PERSON: Final = re.compile(
    "|".join(
        [
            r"“[^”]*”|\"[^\"]*\"|「[^」]*」",
            f"(?P<group>{_GROUP})|(?P<place>{_PLACE})|(?P<reported>{_REPORTED})",
            *map(re.escape, (*_KEPT, *_SWAPS)),
        ]
    )
)
_BY_GROUP: Final = {"group": "您几位", "place": "您那边", "reported": "您"}
# What a customer begins with before coming to the point: each counts only before a
# pause or before a person.
_FILLERS: Final = (
    "就是说", "就是那个", "就是", "这个那个", "那个", "然后呢?", "所以说?", "但是", "可是",
    "而且", "因为", "反正", "其实", "结果", "我跟[你您]说", "跟[你您]说", "我说", "[你您]看看?",
    "[你们您]*帮?我?看一下", "我发现", "请问(?:一下)?", "我?想问一?下", "麻烦(?:[你您])?",
    "不好意思", "谢谢[你您]?", "[你您]给我听着", "还是那件事", "说的?是", "[你您]好", "亲",
    "老板", "美女", "师傅你?", "喂", "嗯+", "呃+", "额+", "哎+", "唉+", "啊+",
)  # fmt: skip
_PAUSE: Final = r"(?:[，,、。：:！!~\s]+|(?=[我你您俺咱本]|那个|就是))"
_LEADING: Final = re.compile(rf"^(?:(?:{'|'.join(_FILLERS)}){_PAUSE})+")
# Yes or no before the fact itself, told from "在我家" by the pause.
_ANSWER: Final = re.compile(
    r"^(?:在的?|对+的?|好的?|是的?|行|有|能|可以|昨天|前天|今天)[，,。\s]+(?=.{3})"
)
_TRAILING: Final = re.compile(r"(?:[啊呀呢嘛哦哈啦诶呗哎唉]|[，,。.！!？?~～、；;…\s])+$")
# Pictures have no place in what an agent says back.
_PICTURES: Final = re.compile(r"[\U0001F300-\U0001FAFF\u2600-\u27BF\uFE0F]+")
# 四天了，四天了: the emphasis is the customer's.
_TWICE: Final = re.compile(r"(\w{2,})(了?)，\1\2?(?=，|$)")
# 12点前吧 is sure enough once it is said back; 网吧 is a place.
_SOFTENED: Final = re.compile(r"(?<![网酒贴书水氧陶茶])吧(?=，|$)")
# 遥控器，窗帘电机装完没给遥控器: the name alone goes before the clause that has it.
_NAMED_FIRST: Final = re.compile(r"^([^\W\d]{2,4})，(?=[^，]*\1)")
# Said back, what stresses a denial sounds like doubt of it.
_STRESS: Final = re.compile(r"(?:根本|压根儿?)(?:就|也|都)?(?=[没不未])")
_STUTTER: Final = re.compile(r"([我你您]\w{0,2})\1+")
# A recogniser's blank stands for a comma between clauses, for nothing between words.
_CLAUSE_CHARS: Final = 2
# After so many characters a Latin letter or a figure begins a clause of its own.
_LONG_CLAUSE: Final = 4
_PARTICLES: Final = "啊呀呢嘛哦哈啦诶呗"
_JOINING: Final = frozenset("和跟或")


# What a line states is restated by several parts of the method.
@lru_cache(maxsize=16)
def restate(fact: str) -> str:
    """`fact` as the agent would say it back, or an empty string if nothing is left of it."""
    bare = _ANSWER.sub("", _LEADING.sub("", _PICTURES.sub("", fact).strip()))
    bare = _TRAILING.sub("", bare)
    bare = _STRESS.sub("", _STUTTER.sub(r"\1", _clauses(bare)))
    bare = _SOFTENED.sub("", re.sub(r"[！!。，…]+", "，", bare))
    bare = _NAMED_FIRST.sub("", _TWICE.sub(r"\1\2", bare))
    return _PERSON.sub(_swap, bare)


def _clauses(text: str) -> str:
    first, *others = text.split() or [""]
    joined = first
    for piece in others:
        joined = joined.rstrip(_PARTICLES) or joined
        joined += _between(joined, piece) + piece
    return joined


def _between(before: str, piece: str) -> str:
    """A recogniser's blank as punctuation: a comma where a clause ends, else as little as fits."""
    latin_before, latin_after = before[-1:].isascii(), piece[0].isascii()
    # After a masked number, or before a person, a clause begins.
    if latin_before and (piece[0] in "我你您咱俺" or before.endswith("]")):
        return "，"
    clause = re.split(r"[，,、；]", before)[-1]
    if latin_after and not latin_before and len(clause) > _LONG_CLAUSE and not piece.isascii():
        return "，"
    if latin_before or latin_after:
        return " " if latin_before and latin_after else ""
    joined_on = {piece[0], clause[-1:]} & _JOINING
    long_enough = len(clause) >= _CLAUSE_CHARS and len(piece) >= _CLAUSE_CHARS
    return "，" if long_enough and not joined_on else ""


def _swap(match: re.Match[str]) -> str:
    if match.lastgroup is not None:
        return _BY_GROUP[match.lastgroup]
    word = match.group()
    return _SWAPS.get(word, word)
