"""Everything that the coach goes by, as it was loaded together."""

from dataclasses import dataclass, field

from models.slots.products import Products
from server.coach.rewriting import NO_WRITING, Writing
from server.coach.rules import Rules
from server.coach.wording import Library


@dataclass(frozen=True, slots=True)
class Playbook:
    """Replaced as a whole when a file of `prompts/` is changed."""

    library: Library
    rules: Rules = field(default_factory=Rules)
    products: Products = field(default_factory=Products)
    """The nouns that are found in what is said."""
    writing: Writing = NO_WRITING
    """What a language model is told, where one rewrites suggestions."""
