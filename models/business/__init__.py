"""A business's own intents: labels of its own, trained from its own table of messages."""
