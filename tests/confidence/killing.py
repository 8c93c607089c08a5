"""Children that are killed: a process that has everything imported forks one for a job and kills it after a while.

The process reads lines `job seconds` from standard input and answers each with `killed` or `ended CODE`.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
Kill = Callable[[str, float], str]


def kill_children(work: Callable[[str], None]) -> None:
    """Be the process: have a child do each job, kill it, tell what became of it."""
    _say("ready")
    for line in sys.stdin:
        job, seconds = line.split()
        child = os.fork()
        if child == 0:
            os.setsid()
            try:
                work(job)
                os._exit(0)
            except BaseException as error:
                sys.stderr.write(f"{type(error).__name__}: {error}\n")
                os._exit(1)
        time.sleep(float(seconds))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        _say("killed" if os.WIFSIGNALED(status) else f"ended {os.WEXITSTATUS(status)}")


def _say(word: str) -> None:
    sys.stdout.write(word + "\n")
    sys.stdout.flush()


@contextmanager
def killing(module: str, words: Sequence[str], env: Mapping[str, str] | None = None) -> Iterator[Kill]:
    """Start a module that is such a process; give what has it do a job and kill it after some seconds."""
    command = [sys.executable, "-m", module, *words]
    process = subprocess.Popen(command, cwd=ROOT, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)
    assert process.stdin is not None and process.stdout is not None
    told, said = process.stdout, process.stdin
    assert told.readline() == "ready\n"

    def kill(job: str, seconds: float) -> str:
        said.write(f"{job} {seconds:.4f}\n")
        return told.readline().strip()

    yield kill
    said.close()
    process.wait(30)
