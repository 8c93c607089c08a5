"""A process that keeps to itself: faults are told by place, never by words; no core dumps; model libraries offline.

What a user typed may stand in the message of an exception and in the source of nothing else. So a fault that nobody
foresaw is told as the type of the exception and the places in the code, and its message is left out.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
from pathlib import Path
from traceback import walk_tb
from types import TracebackType
from typing import Any

_ROOT = Path(__file__).resolve().parent.parent
_OFFLINE = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
    "LANGSMITH_TRACING": "false",
    "LANGCHAIN_TRACING_V2": "false",
    "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "false",
}


def keep_quiet() -> None:
    """Make this process quiet, whatever it goes on to do. Calling it again changes nothing."""
    os.environ.update(_OFFLINE)
    _no_core_dumps()
    sys.excepthook = lambda _kind, error, _trace: sys.stderr.write(told(error) + "\n") and None
    threading.excepthook = lambda given: sys.stderr.write(told(given.exc_value) + "\n") and None
    sys.unraisablehook = lambda given: sys.stderr.write(told(given.exc_value) + "\n") and None
    logging.setLogRecordFactory(_wordless)


def told(error: BaseException | None) -> str:
    """Tell a fault in two lines: its type, the places in the code that it passed, and what to do."""
    if error is None:
        return "Something went wrong in Kinga."
    places = " < ".join(reversed(_places(error.__traceback__)[-6:])) or "an unknown place"
    return (
        f"Something went wrong in Kinga: {type(error).__name__} at {places}.\n"
        "Nothing that you typed is in this message or was kept. Please report the line above; add no names and no facts of a case."
    )


def _places(trace: TracebackType | None) -> list[str]:
    return [f"{_short(frame.f_code.co_filename)}:{line}" for frame, line in walk_tb(trace)]


def _short(file: str) -> str:
    """The path below the repository, or the last two parts of any other."""
    path = Path(file)
    return str(path.relative_to(_ROOT)) if path.is_relative_to(_ROOT) else "/".join(path.parts[-2:])


class _Wordless(logging.LogRecord):
    """A log record whose exception is told without its message."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        if self.exc_info:
            self.msg, self.args = told(self.exc_info[1]), ()
            self.exc_info = self.exc_text = self.stack_info = None


def _wordless(*given: Any, **named: Any) -> logging.LogRecord:
    return _Wordless(*given, **named)


def _no_core_dumps() -> None:
    """A core dump would hold all that was typed."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
