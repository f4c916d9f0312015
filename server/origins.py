"""Whether a browser that asks shows a page that may."""

from typing import Final
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

from server.settings import Settings

_LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})


def allowed(connection: HTTPConnection, settings: Settings) -> bool:
    """A browser names the page's origin: other sites' pages must not read or write along.

    On a loopback address the host must be named as such, or a page whose name was made to
    point here would pass as our own.
    """
    origin = connection.headers.get("origin")
    if origin is None or origin in settings.allowed_origins:
        return True
    host = connection.headers.get("host", "")
    if settings.host in _LOOPBACK and urlsplit(f"//{host}").hostname not in _LOOPBACK:
        return False
    return urlsplit(origin).netloc == host
