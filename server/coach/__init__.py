"""The pure core: a fold over events gives the state, the state gives the advice.

No I/O, no clock, no randomness: the live service, batch annotation and the tests get
the same advice from the same events.
"""
