"""Which Milvus the settings name, if any: KINGA_INDEX=milvus://host:port/collection.

A question's vector and stems go to that machine. So any host but this machine itself is refused, unless
KINGA_INDEX_TRUSTED=1 says that it is the court's own.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from ingest.errors import BadSetting

SETTING = "KINGA_INDEX"
TRUSTED = "KINGA_INDEX_TRUSTED"
TOKEN = "KINGA_INDEX_TOKEN"
_FORM = "Set KINGA_INDEX=milvus://127.0.0.1:19530/kinga, or unset it to use the index on this machine."
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,99}")
_SCHEMES = {"milvus": False, "milvus+tls": True}


@dataclass(frozen=True, slots=True)
class Place:
    """An engine and the alias that names the snapshot in it. `token` is "user:password", or empty."""

    host: str
    port: int
    alias: str
    tls: bool = False
    token: str = ""

    def __repr__(self) -> str:
        """The address alone; a token is never shown."""
        return f"milvus://{self.address}/{self.alias}"

    @property
    def address(self) -> str:
        """Host and port, as errors name them."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def uri(self) -> str:
        """The address as the client takes it."""
        return f"{'https' if self.tls else 'http'}://{self.address}"

    @classmethod
    def parse(cls, setting: str, trusted: bool = False, token: str = "") -> Place:
        """Read the setting. Raises BadSetting where it is no such address, or another machine that is not `trusted`."""
        try:
            parts = urlsplit(setting.strip())
            host, port = parts.hostname or "", parts.port or 19530
        except ValueError as error:
            raise BadSetting(f"{SETTING} is no address.", _FORM) from error
        alias = parts.path.strip("/")
        if parts.scheme not in _SCHEMES or not host or parts.query or parts.fragment:
            raise BadSetting(f"{SETTING} is no address of Milvus.", _FORM)
        if parts.username is not None or parts.password is not None:
            raise BadSetting(f"{SETTING} holds a user or a password.", f"Leave it out there; put user:password into {TOKEN}.")
        if not _NAME.fullmatch(alias):
            raise BadSetting(f"{SETTING} must end with the collection's name: a letter, then letters, digits or _.", _FORM)
        if "global-cluster" in host:
            raise BadSetting(f"{SETTING} names a cluster of clusters, which the client would look up elsewhere.", "Name one cluster.")
        if not trusted and not _loopback(host):
            raise BadSetting(
                f"{SETTING} names another machine ({host}); what is asked would leave this one, and section 11 protects it.",
                f"If that machine is the court's own, and the way to it too, set {TRUSTED}=1 (SECURITY.md says what is sent).",
            )
        return cls(host, port, alias, _SCHEMES[parts.scheme], token)


def chosen() -> Place | None:
    """Give the engine that the settings name; None where they name none. Raises BadSetting."""
    setting = os.environ.get(SETTING, "").strip()
    return Place.parse(setting, os.environ.get(TRUSTED) == "1", os.environ.get(TOKEN, "")) if setting else None


def _loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
