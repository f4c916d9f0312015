"""Loads `prompts/`: all that an operations person can change, checked, with file and line."""

from server.prompts.demos import Demo, DemoLine, load_demos
from server.prompts.files import PROMPTS_DIR, PromptError
from server.prompts.library import load_library
from server.prompts.playbook import load_playbook
from server.prompts.products import load_products
from server.prompts.reloading import Reloader, Served
from server.prompts.rules import load_rules
from server.prompts.versions import Versions

__all__ = [
    "PROMPTS_DIR",
    "Demo",
    "DemoLine",
    "PromptError",
    "Reloader",
    "Served",
    "Versions",
    "load_demos",
    "load_library",
    "load_playbook",
    "load_products",
    "load_rules",
]
