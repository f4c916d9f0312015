"""Fine-tunes all heads on the corpus, from a pretrained encoder."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from models.training.encode import inside
from models.training.examples import Batch, Batches, Example, Targets
from models.training.loop import fit
from models.training.network import AGENT_HEADS, CUSTOMER_HEADS, HEADS, Network
from models.training.report import Report
from models.window import Windower

# What each head's loss counts.
_WEIGHTS = {
    "emotion": 1.0,
    "intent": 1.0,
    "next": 0.6,
    "steps": 1.5,
    "feel": 1.5,
    "faults": 1.0,
    "span": 0.25,
}


@dataclass(frozen=True, slots=True)
class FinetuneOptions:
    """Length and rates of the run; the defaults made the shipped weights."""

    epochs: int = 5
    batch: int = 32
    learning_rate: float = 4e-4
    head_rate: float = 1e-3
    warmup_share: float = 0.06
    smoothing: float = 0.08
    averaging: float = 0.998
    seed: int = 20261121


def finetune(
    network: Network,
    train: list[Example],
    windower: Windower,
    options: FinetuneOptions,
    report: Report,
) -> Network:
    """Train `network` and give back the average of its late weights."""
    batches = Batches(train, windower, options.batch, options.seed)
    positive = _positive_weights(train)

    def loss(batch: Batch) -> Tensor:
        ids, types, wanted = batch
        with torch.autocast("cpu", dtype=torch.bfloat16):
            pooled, span = network(ids, types)
        return _loss(pooled.float(), span.float(), wanted, types, positive, options)

    steps = len(batches) * options.epochs
    return fit(network, network.encoder, batches, steps, loss, options, report)


def _positive_weights(train: list[Example]) -> dict[str, Tensor]:
    """Rare agent labels count more: the square root of negatives per positive."""
    weights = {}
    agents = [e.line.labels for e in train if e.line.role == "agent"]
    for name, keys in AGENT_HEADS.items():
        counts = torch.tensor([sum(k in getattr(a, name) for a in agents) for k in keys])
        weights[name] = ((len(agents) - counts) / counts.clamp(min=1)).sqrt().clamp(1, 6)
    return weights


def _loss(
    pooled: Tensor,
    span: Tensor,
    wanted: Targets,
    types: Tensor,
    positive: dict[str, Tensor],
    options: FinetuneOptions,
) -> Tensor:
    logits = dict(zip(HEADS, torch.split(pooled, list(HEADS.values()), dim=1), strict=True))
    customer, agent = wanted.customer, ~wanted.customer
    total = pooled.new_zeros(())
    if customer.any():
        for name in CUSTOMER_HEADS:
            loss = nn.functional.cross_entropy(
                logits[name][customer],
                wanted.tables[name][customer],
                label_smoothing=options.smoothing,
            )
            total = total + _WEIGHTS[name] * loss
        outside = ~inside(types, span.shape[1])
        outside[:, 0] = False
        masked = span.masked_fill(outside.unsqueeze(-1), -1e4)[customer]
        for side in range(2):
            loss = nn.functional.cross_entropy(masked[..., side], wanted.span[customer, side])
            total = total + _WEIGHTS["span"] * loss
    if agent.any():
        for name in AGENT_HEADS:
            loss = nn.functional.binary_cross_entropy_with_logits(
                logits[name][agent], wanted.tables[name][agent], pos_weight=positive[name]
            )
            total = total + _WEIGHTS[name] * loss
    return total
