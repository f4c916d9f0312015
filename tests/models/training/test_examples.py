"""Batches of examples: what is hidden at random, and what never is."""

import torch
from tokenizers import Tokenizer

from models import annotation
from models import tokenizer as tok
from models.runtime.classifier import WEIGHTS_DIR
from models.training.examples import Batches, examples
from models.window import Windower


def test_a_few_characters_are_hidden_and_no_mark_is() -> None:
    windower = Windower(Tokenizer.from_file(str(WEIGHTS_DIR / "tokenizer.json")))
    conversations = list(annotation.part("dev"))[:20]
    lines = examples(conversations)
    batches = list(Batches(lines, windower, size=16, seed=1))
    ids = torch.cat([batch[0].flatten() for batch in batches])
    words = ids[ids >= len(tok.SPECIAL)]
    share = (ids == windower.unknown).sum() / (len(words) + (ids == windower.unknown).sum())
    assert 0.02 < share < 0.12
    # Every window still begins, ends and tells whose line it is.
    assert sum(len(seen) for seen, _, _ in batches) == len(lines)
    for seen, _, _ in batches:
        assert (seen[:, 0] == tok.SPECIAL.index(tok.CLS)).all()
        assert ((seen == tok.SPECIAL.index(tok.SEP)).sum(1) == 1).all()
    again = list(Batches(lines, windower, size=16, seed=1))
    assert all(torch.equal(a[0], b[0]) for a, b in zip(batches, again, strict=True))
