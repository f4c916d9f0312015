"""The torch backend: the trained network itself, on CUDA where there is one."""

from pathlib import Path

import torch

from models.runtime.decisions import Floats, Ints
from models.training import network


class TorchBackend:
    """Runs the network in `directory`; `sentence` tells that it has one label of many."""

    def __init__(self, directory: Path, pad: int, sentence: bool = False) -> None:
        self._device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        loads = network.load_sentence if sentence else network.load
        self._network = loads(directory, pad).to(self._device)

    @torch.inference_mode()
    def run(self, ids: Ints, types: Ints) -> tuple[Floats, ...]:
        """See `Backend.run`."""
        found = self._network(
            torch.from_numpy(ids).to(self._device), torch.from_numpy(types).to(self._device)
        )
        outputs = found if isinstance(found, tuple) else (found,)
        return tuple(output.float().cpu().numpy() for output in outputs)
