"""The HTTP side: health, conversations, demo scripts, and the console's files."""

from pathlib import Path
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse

from server import wire
from server.gateway.viewing import Viewing
from server.prompts import Demo, Served
from server.services import Services
from server.wire import ErrorCode, WireError

CONSOLE_DIR: Final = Path(__file__).parent / "console" / "dist"
_STATUS: Final = {
    ErrorCode.CONVERSATION_UNKNOWN: 404,
    ErrorCode.KNOWLEDGE_OFF: 404,
    ErrorCode.ARTICLE_UNKNOWN: 404,
    ErrorCode.ARTICLE_TOO_LONG: 413,
    ErrorCode.ORIGIN_NOT_ALLOWED: 403,
    ErrorCode.UNAVAILABLE: 503,
}

router = APIRouter(prefix="/v1")
health = APIRouter()


def services(request: Request) -> Services:
    """What the app was built with."""
    found: Services = request.app.state.services
    return found


def viewing(found: Annotated[Services, Depends(services)]) -> Viewing:
    """The viewers' side of this app."""
    return found.gateway.viewing


@health.get("/healthz", summary="The process answers")
async def healthz() -> dict[str, str]:
    """Liveness."""
    return {"status": "ok"}


@health.get("/readyz", summary="Log and classifier work", responses={503: {}})
async def readyz(
    found: Annotated[Services, Depends(services)], response: Response
) -> dict[str, bool]:
    """Readiness; 503 where a part does not work."""
    parts = {"log": found.log.healthy, "understanding": found.understanding.healthy}
    response.status_code = 200 if all(parts.values()) else 503
    return parts


@router.get("/conversations", summary="The conversations that changed last")
async def conversations(found: Annotated[Viewing, Depends(viewing)]) -> list[wire.ConversationInfo]:
    """The latest first, at most a hundred."""
    return await found.conversations()


@router.get("/conversations/{conversation_id:path}", summary="A conversation with its readings")
async def conversation(
    conversation_id: str, found: Annotated[Viewing, Depends(viewing)]
) -> wire.Snapshot:
    """Its last two hundred utterances, readings, progress and advice."""
    return await found.snapshot(conversation_id)


@router.get("/prompts", summary="Which wordings and rules are served")
async def prompts(found: Annotated[Services, Depends(services)]) -> Served:
    """The version, and what is wrong with a change that is not served."""
    return found.prompts.served


@router.get("/demos", summary="Scripted conversations to demonstrate with")
async def demos(found: Annotated[Services, Depends(services)]) -> tuple[Demo, ...]:
    """What the console's 演示 button plays."""
    return found.demos


async def refuse(_: Request, error: Exception) -> JSONResponse:
    """The one error shape, over HTTP."""
    if not isinstance(error, WireError):
        error = WireError(ErrorCode.UNAVAILABLE, "暂时无法读取记录；请稍后重试。")
    body = {"type": "error", "code": error.code, "message": error.message, "ref": error.ref}
    return JSONResponse(body, _STATUS.get(error.code, 400))
