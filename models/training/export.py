"""Exports a trained network to OpenVINO, in eight bits where that loses nothing."""

import logging
from collections.abc import Iterator
from pathlib import Path

import nncf
import openvino as ov
import torch

from models.runtime.classifier import pad
from models.runtime.openvino_backend import MODEL_FILE
from models.training.network import Pooled
from models.window import Window

_BATCH = 8


def export(network: Pooled, directory: Path, calibration: list[Window]) -> None:
    """Write the network as OpenVINO IR, quantised with the activations of `calibration`."""
    sample = torch.ones((2, 16), dtype=torch.long)
    model = ov.convert_model(
        network.float().eval(),
        example_input=(sample, sample),
        input=[(-1, -1), (-1, -1)],
    )
    logging.getLogger("nncf").setLevel(logging.ERROR)
    quantised = nncf.quantize(
        model,
        nncf.Dataset(list(_inputs(calibration, network.pad))),
        model_type=nncf.ModelType.TRANSFORMER,
        subset_size=len(calibration) // _BATCH,
        fast_bias_correction=True,
    )
    ov.save_model(quantised, directory / MODEL_FILE)


def _inputs(windows: list[Window], padding: int) -> Iterator[tuple[object, object]]:
    for start in range(0, len(windows) - _BATCH + 1, _BATCH):
        yield pad(windows[start : start + _BATCH], padding)
