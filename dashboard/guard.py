"""What keeps a browser safe: who is answered, and the headers that go with each answer."""

import re
from collections.abc import Sequence

from starlette.datastructures import Headers as Given
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}
HOSTS = ("127.0.0.1", "localhost", "[::1]")
PORT = re.compile(r":\d*$")  # at the end of a host


class Headers:
    """Adds HEADERS to every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; its answer gets the headers."""

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                more = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
                message["headers"] = [*message["headers"], *more]
            await send(message)

        await self.app(scope, receive, sending)


class Hosts:
    """Answers only under the names that are allowed; says how to allow another."""

    def __init__(self, app: ASGIApp, allowed: Sequence[str]) -> None:
        self.app = app
        self.allowed = allowed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        name = PORT.sub("", Given(scope=scope).get("host", "")) if scope["type"] == "http" else ""
        if scope["type"] == "lifespan" or name in self.allowed:
            await self.app(scope, receive, send)
            return
        said = f"看板只应答 {'、'.join(self.allowed)}。要用别的地址打开，请运行 fazhi dashboard --host 地址"
        await PlainTextResponse(said, 400)(scope, receive, send)
