"""The endpoint's client: all of an answer, or an error that says nothing of what was asked."""

import asyncio
from contextlib import aclosing

import pytest

from server.coach.rewriting import Said
from server.writing.endpoint import Endpoint, EndpointError
from tests.server.writing.model import KEY, Model, serving_model

_ASKED = (Said("system", "改写"), Said("user", "暗号七七四九"))


async def _heard(model: Model, *, key: str | None = None, seconds: float = 5) -> list[str]:
    async with (
        serving_model(model) as served,
        Endpoint(served.url, "small", key, seconds) as endpoint,
        aclosing(endpoint.stream(_ASKED)) as pieces,
    ):
        return [piece async for piece in pieces]


async def test_the_pieces_come_as_they_were_sent() -> None:
    model = Model(pieces=("我这就", "查，", "‹时限›回您。"))
    assert await _heard(model) == ["我这就", "查，", "‹时限›回您。"]
    (asked,) = model.asked
    assert (asked["model"], asked["stream"]) == ("small", True)
    assert asked["messages"] == [
        {"role": "system", "content": "改写"},
        {"role": "user", "content": "暗号七七四九"},
    ]


@pytest.mark.parametrize(("key", "sent"), [(None, None), (KEY, f"Bearer {KEY}")])
async def test_the_key_goes_in_the_header_where_there_is_one(
    key: str | None, sent: str | None
) -> None:
    model = Model()
    await _heard(model, key=key)
    assert model.headers == [sent]


@pytest.mark.parametrize(
    ("model", "trouble"),
    [
        (Model(status=500), "unreachable"),
        (Model(status=401), "unreachable"),
        (Model(status=302), "unreachable"),
        (Model(raw="不是接口".encode()), "garbled"),
        (Model(raw=b"<html>"), "garbled"),
        (Model(raw=b"data: {\n\n"), "garbled"),
        (Model(raw=b'data: {"choices": 7}\n\n'), "garbled"),
        (Model(raw=b"data: \xff\xfe\n\n"), "garbled"),
        (Model(raw=b"data: " + b"x" * 300_000), "garbled"),
        (Model(raw=b""), "cut"),
        (Model(finish=None), "cut"),
        (Model(finish="length"), "cut"),
        (Model(finish="content_filter"), "cut"),
        (Model(breaks=True), "cut"),
    ],
)
async def test_what_is_no_whole_answer_is_an_error(model: Model, trouble: str) -> None:
    with pytest.raises(EndpointError) as failed:
        await _heard(model, key=KEY)
    assert failed.value.trouble == trouble
    assert KEY not in repr(failed.value)
    assert "暗号" not in repr(failed.value)


async def test_nobody_there_is_an_error() -> None:
    async with serving_model(Model()) as gone:
        url = gone.url
    async with Endpoint(url, "small", None, 5) as endpoint:
        with pytest.raises(EndpointError) as failed:
            await anext(endpoint.stream(_ASKED))
    assert failed.value.trouble == "unreachable"


async def test_whoever_stops_listening_hangs_up() -> None:
    model = Model(pieces=("一", "二"), hold=asyncio.Event())
    async with (
        serving_model(model) as served,
        Endpoint(served.url, "small", None, 5) as endpoint,
    ):
        async with aclosing(endpoint.stream(_ASKED)) as pieces:
            assert await anext(pieces) == "一"
        async with asyncio.timeout(20):
            await model.hung_up.wait()
