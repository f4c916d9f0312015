"""An endpoint that speaks the chat API of OpenAI, streaming: vLLM, Ollama, a cloud."""

from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from typing import Final, Literal

import httpx
from pydantic import BaseModel, ValidationError

from server.coach.rewriting import Said

Trouble = Literal["unreachable", "garbled", "cut"]

# A suggestion has 200 characters at most; what sends more is not at its task.
_MOST_BYTES: Final = 256 * 1024
_MOST_TOKENS: Final = 400
_DATA: Final = b"data:"
_END: Final = b"[DONE]"


class EndpointError(Exception):
    """No answer, no sense in it, or not all of it; the message repeats no words of either side."""

    def __init__(self, trouble: Trouble, message: str) -> None:
        super().__init__(message)
        self.trouble = trouble


class Endpoint:
    """Use as an async context manager. `url` is the base URL, such as http://host:8000/v1."""

    def __init__(self, url: str, model: str, key: str | None, seconds: float) -> None:
        self._model = model
        self._client = httpx.AsyncClient(
            base_url=f"{url.rstrip('/')}/",
            headers={"Authorization": f"Bearer {key}"} if key else {},
            timeout=seconds,
        )

    async def __aenter__(self) -> "Endpoint":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.aclose()

    async def stream(self, messages: Sequence[Said]) -> AsyncGenerator[str, None]:
        """The pieces of the answer as they come; when this ends, all of it came.

        Raises:
            EndpointError: where it did not.
        """
        asked = {
            "model": self._model,
            "messages": [{"role": each.role, "content": each.content} for each in messages],
            "stream": True,
            "temperature": 0.3,
            "max_tokens": _MOST_TOKENS,
        }
        finish = None
        try:
            async with self._client.stream("POST", "chat/completions", json=asked) as answer:
                if answer.status_code != httpx.codes.OK:
                    raise EndpointError("unreachable", f"status {answer.status_code}")
                async for data in _events(answer.aiter_bytes()):
                    if data == _END:
                        finish = finish or "stop"
                        break
                    choice = _choice(data)
                    finish = choice.finish_reason or finish
                    if choice.delta.content:
                        yield choice.delta.content
        except (httpx.ReadError, httpx.RemoteProtocolError) as error:
            raise EndpointError("cut", type(error).__name__) from None
        except httpx.HTTPError as error:
            raise EndpointError("unreachable", type(error).__name__) from None
        if finish != "stop":
            raise EndpointError("cut", f"finished by {finish!r}"[:80])


class _Delta(BaseModel):
    content: str | None = None


class _Choice(BaseModel):
    delta: _Delta = _Delta()
    finish_reason: str | None = None


class _Chunk(BaseModel):
    choices: list[_Choice]


def _choice(data: bytes) -> _Choice:
    """What one event says; some have no choice, such as the one with the tokens used."""
    try:
        choices = _Chunk.model_validate_json(data).choices
    except ValidationError:
        raise EndpointError("garbled", "not a chunk of a chat completion") from None
    return choices[0] if choices else _Choice()


async def _events(received: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The data of server-sent events, each of one line as this API sends them."""
    rest, count = b"", 0
    async for piece in received:
        count += len(piece)
        if count > _MOST_BYTES:
            raise EndpointError("garbled", f"more than {_MOST_BYTES} bytes")
        *lines, rest = (rest + piece).split(b"\n")
        for line in lines:
            if line.startswith(_DATA):
                yield line.removeprefix(_DATA).strip()
            elif line.strip() and not line.startswith((b":", b"event:", b"id:", b"retry:")):
                raise EndpointError("garbled", "not a stream of events")
    if rest.strip() and not rest.startswith((_DATA, b":")):
        raise EndpointError("garbled", "not a stream of events")
