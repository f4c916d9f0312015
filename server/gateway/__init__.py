"""Sockets and live conversations: the only place that awaits the network."""
