"""The product nouns: `prompts/products.txt`."""

from pathlib import Path

from models.slots.products import Products
from server.prompts.files import PROMPTS_DIR, PromptError, text_of


def load_products(directory: Path = PROMPTS_DIR) -> Products:
    """The product nouns of `products.txt`, one a line; `#` begins a comment.

    Raises:
        PromptError: at the first mistake.
    """
    path = directory / "products.txt"
    names: dict[str, str] = {}
    for number, line in enumerate(text_of(path).splitlines(), start=1):
        name = line.partition("#")[0].strip()
        if not name:
            continue
        if len(name) == 1:
            raise PromptError(
                f"{path.name}:{number}: {name!r} 只有一个字，至少写两个 "
                "is in too many words; write two"
            )
        if name.lower() in names:
            raise PromptError(f"{path.name}:{number}: {name!r} 前面有了，删掉一个 stands twice")
        names[name.lower()] = name
    return Products(names.values())
