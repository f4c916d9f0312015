"""The torch backend: the trained network itself, on CUDA where there is one."""

from pathlib import Path

import torch

from models.runtime.decisions import Floats, Ints
from models.training import network


class TorchBackend:
    """Runs `model.safetensors` in `directory`."""

    def __init__(self, directory: Path, pad: int) -> None:
        self._device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self._network = network.load(directory, pad).to(self._device)

    @torch.inference_mode()
    def run(self, ids: Ints, types: Ints) -> tuple[Floats, Floats]:
        """See `Backend.run`."""
        pooled, span = self._network(
            torch.from_numpy(ids).to(self._device), torch.from_numpy(types).to(self._device)
        )
        return pooled.float().cpu().numpy(), span.float().cpu().numpy()
