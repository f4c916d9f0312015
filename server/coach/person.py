"""Restates the customer's own words in the agent's mouth.

我订的XL码衬衫发成了S码 becomes 您订的XL码衬衫发成了S码, 你们客服说… becomes 我们客服说….
"""

import re
from typing import Final

# Longest first: the alternation takes the first that matches.
_SWAPS: Final = {
    "我们家": "您家",
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
    "您那边": "我们这边",
    "你们这边": "我们这边",
    "你们自己": "我们自己",
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
_KEPT: Final = ("你好", "您好", "自我", "我国", "迷你", "本人证件", "我行我素")
_PERSON: Final = re.compile(
    "|".join([r"“[^”]*”", r"\"[^\"]*\"", r"「[^」]*」", *map(re.escape, (*_KEPT, *_SWAPS))])
)
_LEADING: Final = re.compile(
    r"^(?:(?:就是说|就是|那个|这个那个|然后呢?|所以说?|但是|可是|而且|因为|反正|其实|结果"
    r"|我跟[你您]说|跟[你您]说|我说|[你您]看看?|我觉得|我发现|请问|我?想问一?下|麻烦"
    r"|[你您]好|喂|嗯+|呃+|额+|哎+|唉+|啊+)(?:[，,、。！!~\s]+|(?=[我你您俺咱本])))+"
)
_TRAILING: Final = re.compile(r"(?:[啊呀呢嘛哦哈啦诶呗哎唉]|[，,。.！!？?~～、；;…\s])+$")
_SPACES: Final = re.compile(r"\s+(?=[^\x00-\x7f])|(?<=[^\x00-\x7f])\s+")


def restate(fact: str) -> str:
    """`fact` as the agent would say it back, or an empty string if nothing is left of it."""
    bare = _LEADING.sub("", fact.strip())
    bare = _TRAILING.sub("", bare)
    bare = _SPACES.sub("，", bare)
    bare = re.sub(r"[！!。]+", "，", bare)
    return _PERSON.sub(_swap, bare)


def _swap(match: re.Match[str]) -> str:
    word = match.group()
    return _SWAPS.get(word, word)
