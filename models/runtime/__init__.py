"""Reading lines with the shipped weights: OpenVINO by default, torch where chosen."""

import sys

# OpenVINO reports each import to its makers unless this package is missing. Nothing of
# ours reports to anybody.
sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]
