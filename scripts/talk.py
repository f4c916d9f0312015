"""Prints a running conversation with what the service made of it."""

from typing import Any

from rich.text import Text

from models import labels
from scripts.console import out

_MOOD_STYLES = {
    "calm": "dim",
    "pleased": "green",
    "confused": "cyan",
    "anxious": "yellow",
    "disappointed": "magenta",
    "dissatisfied": "dark_orange",
    "angry": "red",
}
_PART_STYLES = {"fact": "blue", "emotion": "magenta", "explain": "yellow", "link": "green"}


def line(role: str, text: str) -> None:
    """Print an utterance."""
    who = "客户" if role == labels.CUSTOMER else "客服"
    out.print(Text.assemble((f"{who}  ", "bold" if role == labels.CUSTOMER else "dim"), text))


def reading(message: dict[str, Any]) -> None:
    """Print what a `reading` message says."""
    if message["role"] == labels.CUSTOMER:
        emotion, intent = message["emotion"], message["intent"]
        out.print(
            Text.assemble(
                "      ",
                (
                    f"{labels.EMOTIONS[emotion['key']]} {emotion['p']:.2f}",
                    _MOOD_STYLES[emotion["key"]],
                ),
                f" · {labels.INTENTS[intent['key']]} {intent['p']:.2f}",
                (f" · 事实：{message['fact']}" if message["fact"] else "", "dim"),
            )
        )
        return
    done = " ".join(labels.STEPS[s][0] for s in message["steps"]) or "—"
    feel = " ".join(labels.FEEL[f] for f in message["feel"])
    faults = " ".join(labels.FAULTS[f] for f in message["faults"])
    out.print(
        Text.assemble(
            "      ", (f"{done} {feel}", "dim"), (f" ⚠ {faults}" if faults else "", "red")
        )
    )


def advice(message: dict[str, Any]) -> None:
    """Print the next step and the wordings of an `advice` message."""
    unsure = "" if message["confident"] else "（把握不大）"
    out.print(Text.assemble("   ▶  ", (labels.STEPS[message["step"]] + unsure, "bold")))
    for wording in message["wordings"]:
        parts = ((part["text"], _PART_STYLES.get(part["part"], "")) for part in wording["parts"])
        out.print(Text.assemble("      ", *parts))


def knowledge(message: dict[str, Any]) -> None:
    """Print the first hit of a `knowledge` message, and the wordings that quote it."""
    hit = message["hits"][0]
    out.print(Text.assemble("   ◇  ", hit["sentence"], (f"（{hit['source']}）", "dim")))
    for wording in message["wordings"]:
        out.print(Text.assemble("      ", wording["text"]))
