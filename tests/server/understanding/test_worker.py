"""The batching worker: however it ends, every caller is answered."""

import asyncio
import threading
from collections.abc import AsyncIterator, Sequence
from functools import partial

import pytest

from models import labels
from models.readings import Reading
from models.runtime.classifier import Request
from models.window import Window
from server.understanding.worker import OverloadedError, Understanding, UnreadableError
from tests.server import given

_PATIENCE_SECONDS = 5
_POISON = 666
_MAX_BATCH = 4


class Fake:
    """Answers with a reading that names the request; waits where it is told to."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.error: Exception = ValueError("poison")
        self.entered = threading.Semaphore(0)
        self.go_on = threading.Event()
        self.go_on.set()

    def read(self, requests: Sequence[Request]) -> list[Reading]:
        numbers = [number_of(request) for request in requests]
        self.batches.append(numbers)
        self.entered.release()
        assert self.go_on.wait(_PATIENCE_SECONDS)
        if _POISON in numbers:
            raise self.error
        return [reading_of(number) for number in numbers]

    async def is_reading(self) -> None:
        """Wait until it was given a batch."""
        acquired = await asyncio.to_thread(self.entered.acquire, timeout=_PATIENCE_SECONDS)
        assert acquired


def request(number: int) -> Request:
    return Request(labels.CUSTOMER, "", Window((number,), 1, ()))


def number_of(asked: Request) -> int:
    return asked.window.ids[0]


def reading_of(number: int) -> Reading:
    return given.customer(1, "这个", sure=1 / (number + 2)).reading


def _note(ended: list[int], number: int, _: object) -> None:
    ended.append(number)


@pytest.fixture
def fake() -> Fake:
    return Fake()


@pytest.fixture
async def worker(fake: Fake) -> AsyncIterator[Understanding]:
    async with asyncio.timeout(3 * _PATIENCE_SECONDS), Understanding(fake, _MAX_BATCH, 20) as found:
        yield found
        fake.go_on.set()


async def answers(futures: Sequence["asyncio.Future[Reading]"]) -> list[Reading | BaseException]:
    """What the callers got; fails if one of them gets nothing."""
    done, pending = await asyncio.wait(futures, timeout=_PATIENCE_SECONDS)
    assert not pending, f"{len(pending)} of {len(futures)} callers were never answered"
    assert len(done) == len(set(futures))
    return await asyncio.gather(*futures, return_exceptions=True)


async def test_everyone_gets_the_reading_of_their_own_request_in_order_of_asking(
    worker: Understanding, fake: Fake
) -> None:
    ended: list[int] = []
    futures = [worker.submit(request(number)) for number in range(20)]
    for number, future in enumerate(futures):
        future.add_done_callback(partial(_note, ended, number))
    assert await answers(futures) == [reading_of(number) for number in range(20)]
    assert ended == list(range(20))
    assert [number for batch in fake.batches for number in batch] == list(range(20))


async def test_what_comes_while_a_batch_is_read_is_read_together_but_never_too_much_at_once(
    worker: Understanding, fake: Fake
) -> None:
    fake.go_on.clear()
    first = worker.submit(request(0))
    await fake.is_reading()
    rest = [worker.submit(request(number)) for number in range(1, 11)]
    fake.go_on.set()
    await answers([first, *rest])
    assert [len(batch) for batch in fake.batches] == [1, 4, 4, 2]


@pytest.mark.parametrize("place", [0, 2, 3])
async def test_only_the_poison_fails_and_its_neighbours_are_read(
    worker: Understanding, place: int
) -> None:
    numbers = [1, 2, 3]
    numbers.insert(place, _POISON)
    found = await answers([worker.submit(request(number)) for number in numbers])
    for number, answer in zip(numbers, found, strict=True):
        if number == _POISON:
            assert isinstance(answer, UnreadableError)
        else:
            assert answer == reading_of(number)
    assert worker.healthy
    assert await answers([worker.submit(request(9))]) == [reading_of(9)]


@pytest.mark.parametrize("error", [MemoryError(), KeyError("id"), StopIteration()])
async def test_whatever_the_classifier_raises_the_caller_is_answered(
    worker: Understanding, fake: Fake, error: Exception
) -> None:
    fake.error = error
    found = await answers([worker.submit(request(number)) for number in (1, _POISON)])
    assert found[0] == reading_of(1)
    assert isinstance(found[1], UnreadableError)


async def test_a_classifier_that_answers_too_little_leaves_nobody_waiting(
    worker: Understanding, fake: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fake, "read", lambda requests: [reading_of(0)][: len(requests) - 1])
    found = await answers([worker.submit(request(number)) for number in range(3)])
    assert any(isinstance(answer, UnreadableError) for answer in found)
    monkeypatch.undo()
    assert await answers([worker.submit(request(5))]) == [reading_of(5)]
    assert worker.healthy


async def test_a_crash_of_the_worker_answers_all_who_wait_and_a_new_one_goes_on(
    worker: Understanding, fake: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake.go_on.clear()
    reading = worker.submit(request(0))
    await fake.is_reading()
    waiting = [worker.submit(request(number)) for number in range(1, 8)]

    def crash() -> list[object]:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(worker, "_take", crash)
    fake.go_on.set()
    found = await answers([reading, *waiting])
    assert found[0] == reading_of(0)
    assert all(isinstance(answer, UnreadableError) for answer in found[1:])
    monkeypatch.undo()
    assert await answers([worker.submit(request(9))]) == [reading_of(9)]
    assert worker.healthy


async def test_a_worker_task_cancelled_from_outside_answers_all_and_is_replaced(
    worker: Understanding, fake: Fake
) -> None:
    fake.go_on.clear()
    waiting = [worker.submit(request(number)) for number in range(6)]
    await fake.is_reading()
    (task,) = (task for task in asyncio.all_tasks() if task.get_name() == "understanding")
    task.cancel()
    found = await answers(waiting)
    assert all(isinstance(answer, UnreadableError) for answer in found)
    fake.go_on.set()
    assert await answers([worker.submit(request(9))]) == [reading_of(9)]


async def test_shutting_down_answers_those_being_read_and_those_who_wait() -> None:
    fake = Fake()
    async with asyncio.timeout(2 * _PATIENCE_SECONDS):
        async with Understanding(fake, _MAX_BATCH, 20) as worker:
            fake.go_on.clear()
            futures = [worker.submit(request(number)) for number in range(10)]
            await fake.is_reading()
            # The batch under way ends only after its callers were answered.
            futures[0].add_done_callback(lambda _: fake.go_on.set())
        found = await answers(futures)
    assert all(isinstance(answer, UnreadableError) for answer in found)
    assert not worker.healthy
    with pytest.raises(UnreadableError):
        worker.submit(request(1))


async def test_before_it_started_the_worker_is_not_healthy_and_refuses(fake: Fake) -> None:
    worker = Understanding(fake, _MAX_BATCH, 20)
    assert not worker.healthy
    with pytest.raises(UnreadableError):
        worker.submit(request(1))


async def test_callers_who_left_are_not_read(worker: Understanding, fake: Fake) -> None:
    fake.go_on.clear()
    first = worker.submit(request(0))
    await fake.is_reading()
    futures = [worker.submit(request(number)) for number in range(1, 9)]
    for future in futures[::2]:
        future.cancel()
    fake.go_on.set()
    await answers([first, *futures])
    assert [number for batch in fake.batches[1:] for number in batch] == [2, 4, 6, 8]


async def test_a_caller_who_leaves_while_being_read_disturbs_nobody(
    worker: Understanding, fake: Fake
) -> None:
    fake.go_on.clear()
    futures = [worker.submit(request(number)) for number in range(3)]
    await fake.is_reading()
    futures[1].cancel()
    fake.go_on.set()
    found = await answers(futures)
    assert (found[0], found[2]) == (reading_of(0), reading_of(2))
    assert isinstance(found[1], asyncio.CancelledError)
    assert worker.healthy


async def test_a_full_queue_answers_overloaded_at_once_and_has_room_again_later(
    worker: Understanding, fake: Fake
) -> None:
    fake.go_on.clear()
    first = worker.submit(request(0))
    await fake.is_reading()
    waiting = [worker.submit(request(number)) for number in range(1, 21)]
    with pytest.raises(OverloadedError):
        worker.submit(request(21))
    fake.go_on.set()
    assert not any(isinstance(a, BaseException) for a in await answers([first, *waiting]))
    assert await answers([worker.submit(request(22))]) == [reading_of(22)]


async def test_it_is_crowded_while_over_half_of_the_queue_waits_and_who_left_takes_no_room(
    worker: Understanding, fake: Fake
) -> None:
    fake.go_on.clear()
    first = worker.submit(request(0))
    await fake.is_reading()
    waiting = [worker.submit(request(number)) for number in range(1, 11)]
    assert not worker.crowded
    waiting.append(worker.submit(request(11)))
    assert worker.crowded
    waiting[0].cancel()
    assert not worker.crowded
    waiting += [worker.submit(request(number)) for number in range(12, 22)]
    with pytest.raises(OverloadedError):
        worker.submit(request(22))
    waiting[1].cancel()
    waiting.append(worker.submit(request(23)))
    fake.go_on.set()
    found = await answers([first, *waiting])
    assert sum(isinstance(each, asyncio.CancelledError) for each in found) == 2
    assert found[-1] == reading_of(23)
