"""All that the coach goes by, loaded together."""

from pathlib import Path

from server.coach.playbook import Playbook
from server.coach.rehearsal import rehearse
from server.prompts.files import PROMPTS_DIR
from server.prompts.library import load_library
from server.prompts.products import load_products
from server.prompts.rules import load_rules
from server.prompts.writing import with_writing


def load_playbook(directory: Path = PROMPTS_DIR) -> Playbook:
    """Wordings, rules, products, and what a language model is told, ready for the first line.

    Raises:
        PromptError: at the first mistake.
    """
    rules, products = load_rules(directory), load_products(directory)
    playbook = with_writing(Playbook(load_library(directory), rules, products), directory)
    rehearse(playbook)
    return playbook
