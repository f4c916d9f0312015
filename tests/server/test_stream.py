"""The live service over real sockets: a conversation in, readings and advice out."""

from tests.service import Service


async def test_an_utterance_is_stored_read_and_advised(service: Service) -> None:
    async with service.peer("source") as source, service.watching("c1") as viewer:
        ack = await source.say("c1", "e1", "我订的XL码衬衫发成了S码，你们怎么搞的")
        assert (ack["seq"], ack["duplicate"]) == (1, False)
        reading = await viewer.until("reading")
        assert reading["seq"] == 1
        advice = await viewer.until("advice")
        assert advice["seq"] == 1
        assert 1 <= len(advice["wordings"]) <= 3
