"""Pretraining, fine-tuning, export and evaluation; needs the ``train`` extra."""
