"""A publisher's server on this machine that answers as it is told to: well, or wrong in every way that servers are."""

from __future__ import annotations

import http.server
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests import scribe

PAGE = scribe.Kenya().act(scribe.law()).encode()
Answer = Callable[["_Handler"], None]


@dataclass
class Server:
    """A publisher: `answers` by path, used up one by one, the last for good; `asked` is what it was asked, with headers."""

    url: str = ""
    answers: dict[str, list[Answer]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        server: Server = self.server.publisher
        server.asked.append((self.path, dict(self.headers)))
        answers = server.answers.get(self.path) or [status(404)]
        (answers.pop(0) if len(answers) > 1 else answers[0])(self)

    def log_message(self, *_: object) -> None:
        return

    def say(self, code: int, body: bytes = b"", media: str = "text/html; charset=utf-8", length: int | None = None, **headers: str) -> None:
        self.send_response(code)
        for name, value in {"Content-Type": media, "Content-Length": str(len(body) if length is None else length), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)
        if length is not None:
            self.close_connection = True


def page(body: bytes = PAGE, media: str = "text/html; charset=utf-8", **headers: str) -> Answer:
    return lambda handler: handler.say(200, body, media, **headers)


def status(code: int, **headers: str) -> Answer:
    return lambda handler: handler.say(code, b"no", **headers)


def broken_off(body: bytes = PAGE, at: int = 500, **headers: str) -> Answer:
    return lambda handler: handler.say(200, body[:at], length=len(body), **headers)


def rest_of(body: bytes = PAGE, **headers: str) -> Answer:
    """Answers a Range as it should."""

    def answer(handler: _Handler) -> None:
        start = int((handler.headers["Range"] or "bytes=0-")[6:-1])
        handler.say(206, body[start:], Content_Range=f"bytes {start}-{len(body) - 1}/{len(body)}", **headers)

    return answer


def sleepy(seconds: float) -> Answer:
    return lambda handler: time.sleep(seconds)


def dripping(handler: _Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    for _ in range(100):
        try:
            handler.wfile.write(b"x")
            handler.wfile.flush()
        except OSError:
            return
        time.sleep(0.05)


def endless(handler: _Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.send_header("Connection", "close")
    handler.end_headers()
    handler.close_connection = True
    try:
        for _ in range(2000):
            handler.wfile.write(b"x" * 1000)
    except OSError:
        return


def cut_chunks(handler: _Handler) -> None:
    handler.send_response(200)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    handler.wfile.write(b"ff\r\nhalf of a chunk")
    handler.close_connection = True


def hang_up(handler: _Handler) -> None:
    handler.connection.shutdown(socket.SHUT_RDWR)
    handler.close_connection = True


def rubbish(handler: _Handler) -> None:
    handler.wfile.write(b"\x00\x01 this is no HTTP \r\n\r\n")
    handler.close_connection = True


@contextmanager
def publishing() -> Iterator[Server]:
    """Run a publisher."""
    publisher = Server()
    httpd = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    httpd.daemon_threads = True
    httpd.publisher = publisher
    publisher.url = f"http://127.0.0.1:{httpd.server_port}"
    threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield publisher
    httpd.shutdown()
    httpd.server_close()
