"""What runs a network: the protocol of all backends, and the choice of one."""

from pathlib import Path
from typing import Literal, Protocol

from models.runtime.decisions import Floats, Ints

BackendName = Literal["openvino", "torch"]


class Backend(Protocol):
    """Runs a network; thread-safe for one caller at a time."""

    def run(self, ids: Ints, types: Ints) -> tuple[Floats, ...]:
        """(batch, length) ids and types to the network's outputs, as logits."""
        ...


def open_backend(
    name: BackendName, directory: Path, pad: int, threads: int = 0, sentence: bool = False
) -> Backend:
    """The backend `name` with the network in `directory`, which `sentence` tells to have one
    label of many; `threads` 0 leaves it to the backend.

    Raises:
        FileNotFoundError: where there is no such network.
        ModuleNotFoundError: where the backend's package is not installed.
    """
    if name == "torch":
        from models.runtime.torch_backend import TorchBackend

        return TorchBackend(directory, pad, sentence)
    from models.runtime.openvino_backend import OpenVinoBackend

    return OpenVinoBackend(directory, threads)
