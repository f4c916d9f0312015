"""The application: `create_app(settings)` builds everything, so that tests can build two."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, WebSocket
from fastapi.middleware.cors import CORSMiddleware
from fastapi.staticfiles import StaticFiles
from starlette.status import WS_1008_POLICY_VIOLATION

from server import articles, origins, routes
from server.gateway.connection import Connection
from server.services import Services, running
from server.settings import Settings
from server.store.log import LogUnavailableError
from server.wire import WireError

STREAM_PATH = "/v1/stream"


def create_app(settings: Settings) -> FastAPI:
    """The service as an ASGI application; nothing is opened before it starts."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with running(settings) as services:
            app.state.services = services
            yield

    app = FastAPI(
        title="LiuBu 六步",
        summary="Live copilot for customer-service agents",
        version="0.1.0",
        lifespan=lifespan,
    )
    # A chat desk on another origin loads the panel's script from here.
    app.add_middleware(
        CORSMiddleware, allow_origins=list(settings.allowed_origins), allow_methods=["GET"]
    )
    app.include_router(routes.health)
    app.include_router(routes.router)
    app.include_router(articles.router)
    for refusal in (WireError, LogUnavailableError):
        app.add_exception_handler(refusal, routes.refuse)
    app.add_api_websocket_route(STREAM_PATH, _stream)
    if routes.CONSOLE_DIR.is_dir():
        app.mount("/", StaticFiles(directory=routes.CONSOLE_DIR, html=True), name="console")
    return app


async def _stream(socket: WebSocket) -> None:
    services: Services = socket.app.state.services
    settings = services.settings
    if not origins.allowed(socket, settings):
        await socket.close(WS_1008_POLICY_VIOLATION, "origin not allowed")
        return
    await socket.accept()
    await Connection(
        socket,
        services.gateway,
        outbox=settings.outbox,
        in_flight=settings.in_flight,
        error_budget=settings.error_budget,
    ).serve()
