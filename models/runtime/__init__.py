"""Reading lines with the shipped weights: OpenVINO by default, torch where chosen."""
