"""The default backend: the exported network in OpenVINO, on the CPU."""

from pathlib import Path
from typing import Final

import openvino as ov

from models.runtime.decisions import Floats, Ints

MODEL_FILE: Final = "model.xml"


class OpenVinoBackend:
    """Runs `model.xml` in `directory`; `threads` 0 uses what OpenVINO thinks best."""

    def __init__(self, directory: Path, threads: int = 0) -> None:
        core = ov.Core()
        path = directory / MODEL_FILE
        if not path.is_file():
            raise FileNotFoundError(f"no exported model at {path}; run `liubu train` first")
        config: dict[str, str | int] = {"PERFORMANCE_HINT": "LATENCY"}
        if threads:
            config["INFERENCE_NUM_THREADS"] = threads
        self._request = core.compile_model(path, "CPU", config).create_infer_request()

    def run(self, ids: Ints, types: Ints) -> tuple[Floats, ...]:
        """See `Backend.run`."""
        return tuple(self._request.infer({0: ids, 1: types}).to_tuple())
