"""The articles over HTTP: search, one article, and upload."""

import re
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request

from server import origins, wire
from server.gateway import views
from server.knowledge.articles import ARTICLE_BYTES, SUFFIX
from server.knowledge.shelf import Shelf, ShelfUnavailableError
from server.prompts import PromptError
from server.routes import services
from server.services import Services
from server.wire import ErrorCode, WireError

QUESTION_CHARS: Final = 200
_HITS: Final = 10
_NAME: Final = re.compile(rf"([\w-]{{1,64}})(?:{re.escape(SUFFIX)})?")

router = APIRouter(prefix="/v1/knowledge")


def shelf(found: Annotated[Services, Depends(services)]) -> Shelf:
    """The articles of this app."""
    if found.shelf is None:
        raise WireError(
            ErrorCode.KNOWLEDGE_OFF, "没有知识库；请用 LIUBU_KNOWLEDGE 指定文章所在的文件夹。"
        )
    return found.shelf


Found = Annotated[Shelf, Depends(shelf)]


@router.get("", summary="Sentences of articles that may answer")
async def search(
    found: Found, q: str = "", industry: str = "", tag: str = ""
) -> list[wire.KnowledgeHit]:
    """The best first, at most ten; of an `industry`, with a `tag`, where these are given."""
    if not 0 < len(q) <= QUESTION_CHARS:
        raise WireError(ErrorCode.INVALID, f"q 是要找的话，1 到 {QUESTION_CHARS} 个字。")
    try:
        hits = await found.search(q, _HITS, industry, tag)
    except ShelfUnavailableError:
        raise _unavailable() from None
    return [views.hit(each) for each in hits]


@router.get("/{identifier:path}", summary="An article")
async def article(identifier: str, found: Found) -> wire.KnowledgeArticle:
    """As it was read last."""
    try:
        known = await found.article(identifier)
    except ShelfUnavailableError:
        raise _unavailable() from None
    if known is None:
        raise WireError(ErrorCode.ARTICLE_UNKNOWN, "没有这篇文章；请检查编号。")
    return views.article(known)


@router.put("/{name}", summary="Store an article, Markdown in the body")
async def put(name: str, request: Request, found: Found) -> wire.KnowledgeArticle:
    """It is found from now on; one of this name is replaced."""
    running: Services = request.app.state.services
    if not origins.allowed(request, running.settings):
        raise WireError(ErrorCode.ORIGIN_NOT_ALLOWED, "这个网页来源不能上传。")
    named = _NAME.fullmatch(name)
    if named is None:
        raise WireError(ErrorCode.INVALID, "文件名只用汉字、字母、数字、“-”和“_”，最长 64 个字。")
    try:
        return views.article(await found.put(named[1], await _body(request)))
    except PromptError as error:
        raise WireError(ErrorCode.ARTICLE_INVALID, f"文章没有收下：{error}") from None
    except ShelfUnavailableError:
        raise _unavailable() from None


async def _body(request: Request) -> bytes:
    """The body, not read further than an article may be long."""
    raw = bytearray()
    async for piece in request.stream():
        raw += piece
        if len(raw) > ARTICLE_BYTES:
            raise WireError(
                ErrorCode.ARTICLE_TOO_LONG, f"一篇文章最长 {ARTICLE_BYTES // 1024} KB；请分成几篇。"
            )
    return bytes(raw)


def _unavailable() -> WireError:
    return WireError(ErrorCode.UNAVAILABLE, "知识库暂时不能用；请稍后再试。")
