"""The live service: sockets, event log, understanding and coach."""
