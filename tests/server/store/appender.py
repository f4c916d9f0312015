"""A child process that appends and says what was acknowledged; its parent kills it.

Run as `python -m tests.server.store.appender FOLDER LIMIT`. With LIMIT > 0 files may not
grow beyond so many bytes for a while, as on a full disk.
"""

import asyncio
import resource
import sys
from pathlib import Path

from server.store.log import EventLog, LogUnavailableError
from server.store.records import OpenedRecord, Record, UtteranceRecord


def _say(*words: object) -> None:
    print(*words, flush=True)


def _utterance(seq: int, text: str = "我的包裹") -> Record:
    return Record("c", seq, seq, UtteranceRecord(f"e{seq}", "customer", text))


async def _append_for_ever(log: EventLog) -> None:
    await log.append(Record("c", 0, 0, OpenedRecord("chat", "", "")))
    seq = 1
    while True:
        together = range(seq, seq + 5)
        stored = await asyncio.gather(*(log.append(_utterance(each)) for each in together))
        for each in stored:
            _say("stored", each.seq)
        seq += 5


async def _fill_the_disk(log: EventLog, limit: int) -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    await log.append(_utterance(1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    for seq in (2, 3):
        try:
            await log.append(_utterance(seq, "长" * limit))
            _say("stored", seq)
        except LogUnavailableError:
            _say("refused", seq, log.healthy)
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    await log.append(_utterance(4))
    _say("stored", 4, log.healthy)


async def _main(folder: Path, limit: int) -> None:
    async with EventLog(folder / "log.db") as log:
        if limit:
            await _fill_the_disk(log, limit)
        else:
            await _append_for_ever(log)


if __name__ == "__main__":
    asyncio.run(_main(Path(sys.argv[1]), int(sys.argv[2])))
