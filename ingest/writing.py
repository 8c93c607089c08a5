"""Writing so that a reader finds the old or the new, never a half; and a named error where the disk will not take it."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ingest.errors import NotWritten

_STEPS = {
    errno.ENOSPC: "The disk is full: free some space and run the command again.",
    errno.EDQUOT: "Your share of the disk is full: free some space and run the command again.",
    errno.EROFS: "The disk is read-only: set KINGA_HOME to a folder that you may write to.",
    errno.EACCES: "Give yourself the right to write there, or set KINGA_HOME to a folder that you may write to.",
    errno.EPERM: "Give yourself the right to write there, or set KINGA_HOME to a folder that you may write to.",
    errno.EIO: "The disk reports a fault: check it, or set KINGA_HOME to a folder on another disk, and run the command again.",
}


def write_beside(file: Path, content: bytes) -> None:
    """Write a file so that a reader sees the old or the new one, never a half. Raises NotWritten; then the old one stays."""
    with writing(file):
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=".beside-")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            Path(name).replace(file)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        with suppress(OSError):  # the new file stands; whether its name outlives a power cut is all that is open
            _name_on_disk(file.parent)


@contextmanager
def writing(what: Path) -> Iterator[None]:
    """Turn a fault of writing `what` into NotWritten, which says what to do."""
    try:
        yield
    except OSError as error:
        raise NotWritten(
            f"{what} could not be written ({error.strerror or type(error).__name__}); what was there before is unchanged.",
            _STEPS.get(error.errno or 0, "Check that the disk is not full and that the folder is yours, and run the command again."),
        ) from error


def settle(folder: Path) -> None:
    """Have the system put every file below a folder on the disk, before a pointer to it is written. Raises OSError."""
    for file in (f for f in sorted(folder.rglob("*")) if f.is_file()):
        with file.open("rb+") as stream:
            os.fsync(stream.fileno())
    _name_on_disk(folder)


def _name_on_disk(folder: Path) -> None:
    """Have the system put a folder's names on the disk, where it can do that for folders."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        except OSError as error:
            if error.errno != errno.EINVAL:
                raise
        finally:
            os.close(handle)
