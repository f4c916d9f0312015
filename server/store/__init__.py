"""The event log: append first, acknowledge after."""
