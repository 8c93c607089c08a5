"""Watches a Python process from its start: which files it opens for writing, which addresses it would reach.

Put this folder on PYTHONPATH. KINGA_WATCH names the file that the account goes to. With KINGA_FAULT set, a question or a story
that holds its words fails inside Kinga with an error whose message holds all that was typed.
"""

from __future__ import annotations

import os
import sys

_account = os.open(os.environ["KINGA_WATCH"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600) if "KINGA_WATCH" in os.environ else -1
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC
_NETWORK = {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "socket.sendmsg"}


def _watch(event: str, given: tuple[object, ...]) -> None:
    if event == "open" and isinstance(given[2], int) and given[2] & _WRITING:
        os.write(_account, f"write {given[0]}\n".encode("utf-8", "replace"))
    elif event in _NETWORK:
        os.write(_account, f"{event} {[one for one in given if not hasattr(one, 'fileno')]}\n".encode("utf-8", "replace"))


def _fail(words: str) -> None:
    from answer.facts.read import StoryReader
    from index.reading import Reader

    for place in (Reader, StoryReader):
        good = place.read

        def read(self: object, text: str, *rest: object, _good: object = good) -> object:
            if words in text:
                raise ValueError(f"no reading of {text!r}")
            return _good(self, text, *rest)

        place.read = read


if _account >= 0:
    sys.addaudithook(_watch)
if os.environ.get("KINGA_FAULT"):
    _fail(os.environ["KINGA_FAULT"])
