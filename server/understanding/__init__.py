"""Micro-batched reading of utterances from all conversations."""
