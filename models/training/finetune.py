"""Fine-tunes all heads on the corpus, from a pretrained encoder."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from models.readings import FAULT_KEYS, FEEL_KEYS, STEP_KEYS
from models.training.examples import Batches, Example, Targets
from models.training.network import HEADS, Network
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

    epochs: int = 12
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
    steps = len(batches) * options.epochs
    optimizer = _optimizer(network, options)
    warmup = max(1, int(steps * options.warmup_share))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min((s + 1) / warmup, max(0.02, (steps - s) / (steps - warmup)))
    )
    average = AveragedModel(
        network,
        multi_avg_fn=get_ema_multi_avg_fn(options.averaging),  # type: ignore[no-untyped-call]
    )
    positive = _positive_weights(train)
    network.train()
    step, mean = 0, 0.0
    for _ in range(options.epochs):
        for ids, types, wanted in batches:
            with torch.autocast("cpu", dtype=torch.bfloat16):
                pooled, span = network(ids, types)
            loss = _loss(pooled.float(), span.float(), wanted, types, positive, options)
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            schedule.step()
            average.update_parameters(network)
            step += 1
            mean = loss.item() if step == 1 else 0.98 * mean + 0.02 * loss.item()
            report(step, steps, mean)
    best = average.module
    assert isinstance(best, Network)
    return best.eval()


def _optimizer(network: Network, options: FinetuneOptions) -> torch.optim.Optimizer:
    encoder = list(network.encoder.parameters())
    known = {id(p) for p in encoder}
    heads = [p for p in network.parameters() if id(p) not in known]
    return torch.optim.AdamW(
        [
            {"params": encoder, "lr": options.learning_rate},
            {"params": heads, "lr": options.head_rate},
        ],
        weight_decay=0.01,
        fused=True,
    )


def _positive_weights(train: list[Example]) -> dict[str, Tensor]:
    """Rare agent labels count more: the square root of negatives per positive."""
    weights = {}
    agents = [e.line.labels for e in train if e.line.role == "agent"]
    for name, keys in (("steps", STEP_KEYS), ("feel", FEEL_KEYS), ("faults", FAULT_KEYS)):
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
        for name in ("emotion", "intent", "next"):
            loss = nn.functional.cross_entropy(
                logits[name][customer],
                wanted.tables[name][customer],
                label_smoothing=options.smoothing,
            )
            total = total + _WEIGHTS[name] * loss
        outside = (types == 0) & (torch.arange(types.shape[1]) > 0)
        masked = span.masked_fill(outside.unsqueeze(-1), -1e4)[customer]
        for side in range(2):
            loss = nn.functional.cross_entropy(masked[..., side], wanted.span[customer, side])
            total = total + _WEIGHTS["span"] * loss
    if agent.any():
        for name in ("steps", "feel", "faults"):
            loss = nn.functional.binary_cross_entropy_with_logits(
                logits[name][agent], wanted.tables[name][agent], pos_weight=positive[name]
            )
            total = total + _WEIGHTS[name] * loss
    return total
