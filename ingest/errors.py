"""What can go wrong, by name. Every message says what is at fault and what to do next."""

from __future__ import annotations

from ingest.visible import visible


class KingaError(Exception):
    """Base of all errors that a user may see.

    `fault` names the file or the words at fault, `step` the next thing to do. Exit code 1 unless a subclass says 2.
    """

    exit_code = 1

    def __init__(self, fault: str, step: str) -> None:
        """Keep both halves of the message, without characters that could command a terminal: a file's name may hold them."""
        self.fault = visible(fault)
        self.step = visible(step)
        super().__init__(f"{self.fault}\n{self.step}")


class BadInput(KingaError):
    """The user gave something that cannot be used; exit code 2."""

    exit_code = 2


class BadDocument(BadInput):
    """A file that cannot be read as a legal document."""


class BadQuestion(BadInput):
    """A question that cannot be asked: empty, or far too long."""


class BadCorpus(BadInput):
    """A corpus file that breaks its own format; the message names the file and the line."""


class UnknownProvision(BadInput):
    """A path or a citation that no loaded provision has."""


class Stopped(KingaError):
    """What was under way was stopped by whoever started it."""


class NotWritten(KingaError):
    """A file could not be written: the disk is full, or fails, or the folder is not the user's."""


class SnapshotMissing(KingaError):
    """No snapshot has been built yet."""


class SnapshotDamaged(KingaError):
    """A file of the snapshot is not what its manifest says."""


class ModelDamaged(KingaError):
    """The sentence model is missing or is not the one that Kinga pins."""


class BadSetting(BadInput):
    """A setting in the environment that cannot be used, or that would send questions where they must not go."""


class EngineError(KingaError):
    """The engine that KINGA_INDEX names cannot be used; the base of all that can go wrong with it."""


class NotInstalled(EngineError):
    """The package that speaks to the engine is missing or too old; the message has the command."""


class EngineUnreachable(EngineError):
    """The engine is down, or did not answer in time."""


class EngineRefused(EngineError):
    """The engine answered that it will not: another version, another user, a request that it does not know."""


class EngineFull(EngineError):
    """The engine has no room for a new snapshot."""
