"""All that the coach goes by, loaded together."""

from pathlib import Path

from server.coach.playbook import Playbook
from server.prompts.files import PROMPTS_DIR
from server.prompts.library import load_library
from server.prompts.products import load_products
from server.prompts.rules import load_rules
from server.prompts.writing import with_writing


def load_playbook(directory: Path = PROMPTS_DIR) -> Playbook:
    """Wordings, rules, products, and what a language model is told.

    Raises:
        PromptError: at the first mistake.
    """
    rules, products = load_rules(directory), load_products(directory)
    return with_writing(Playbook(load_library(directory), rules, products), directory)
