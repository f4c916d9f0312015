"""The training loop that all heads share: warm-up, decay, averaged weights."""

import itertools
from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar

import torch
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from models.training.report import Report

_N = TypeVar("_N", bound=nn.Module)
_B = TypeVar("_B")


class Rates(Protocol):
    """How fast to learn, and over how many batches the weights are averaged."""

    @property
    def learning_rate(self) -> float:
        """Highest rate of the encoder."""
        ...

    @property
    def head_rate(self) -> float:
        """Highest rate of everything else."""
        ...

    @property
    def warmup_share(self) -> float:
        """Share of the steps in which the rates rise."""
        ...

    @property
    def averaging(self) -> float:
        """Share of the old average that a step keeps."""
        ...


def fit(
    network: _N,
    encoder: nn.Module,
    batches: Iterable[_B],
    steps: int,
    loss_of: Callable[[_B], Tensor],
    rates: Rates,
    report: Report,
) -> _N:
    """Train `network` for `steps` batches; give back the average of its late weights.

    `batches` is gone through again and again; `encoder` is the part of `network` that was
    pretrained.
    """
    optimizer = _optimizer(network, encoder, rates)
    warmup = max(1, int(steps * rates.warmup_share))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer,
        lambda s: min((s + 1) / warmup, max(0.02, (steps - s) / max(1, steps - warmup))),
    )
    average = AveragedModel(
        network,
        multi_avg_fn=get_ema_multi_avg_fn(rates.averaging),  # type: ignore[no-untyped-call]
    )
    network.train()
    endless = itertools.chain.from_iterable(itertools.repeat(batches))
    mean = 0.0
    for step, batch in enumerate(itertools.islice(endless, steps), start=1):
        loss = loss_of(batch)
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        schedule.step()
        average.update_parameters(network)
        mean = loss.item() if step == 1 else 0.98 * mean + 0.02 * loss.item()
        report(step, steps, mean)
    best = average.module
    assert isinstance(best, type(network))
    return best.eval()


def _optimizer(network: nn.Module, encoder: nn.Module, rates: Rates) -> torch.optim.Optimizer:
    pretrained = list(encoder.parameters())
    known = {id(p) for p in pretrained}
    fresh = [p for p in network.parameters() if id(p) not in known]
    return torch.optim.AdamW(
        [
            {"params": pretrained, "lr": rates.learning_rate},
            {"params": fresh, "lr": rates.head_rate},
        ],
        weight_decay=0.01,
        fused=True,
    )
