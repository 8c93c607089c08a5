"""Bearer tokens: whoever asks from another machine shows one. The file holds their SHA-256, never the tokens.

A token is 256 random bits, so a plain hash keeps it: it cannot be guessed as a password can (NIST SP 800-63B, 5.1.2).
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import BadInput

_LINE = re.compile(r"(?P<name>[\w.-]{1,64})\s+(?P<digest>[0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Tokens:
    """Who may ask: names by the hash of their token."""

    names: dict[str, str]

    def who(self, token: str) -> str | None:
        """Give the name that a token belongs to, or None."""
        digest = _digest(token)
        return next((name for known, name in self.names.items() if hmac.compare_digest(known, digest)), None)


def read_tokens(file: Path) -> Tokens:
    """Read a file of lines `name sha256`. Raises BadInput, naming the line."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"The token file {file} cannot be read.", f"Make one: kinga serve --new-token NAME --tokens {file}") from error
    names: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        match = _LINE.fullmatch(line.strip())
        if match is None:
            raise BadInput(f"{file}, line {number} is not a name and a SHA-256.", "Remove the line, or make the token anew.")
        names[match["digest"]] = match["name"]
    if not names:
        raise BadInput(f"{file} holds no token.", f"Make one: kinga serve --new-token NAME --tokens {file}")
    return Tokens(names)


def new_token(file: Path, name: str) -> str:
    """Make a token, add its hash to the file, give the token; it is shown this once. Raises BadInput."""
    token = secrets.token_urlsafe(32)
    line = f"{name} {_digest(token)}"
    if _LINE.fullmatch(line) is None:
        raise BadInput(f"{name!r} cannot name a token.", "Use letters, digits, dots and hyphens.")
    try:
        file.touch(mode=0o600, exist_ok=True)
        with file.open("a", encoding="utf-8") as out:
            out.write(line + "\n")
    except OSError as error:
        raise BadInput(f"{file} cannot be written: {error.strerror}.", "Name a file in a folder of yours.") from error
    return token


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
