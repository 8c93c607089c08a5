"""Start the HTTP door: on this machine only, unless tokens are given; without an access log."""

from __future__ import annotations

import ipaddress
import logging
from pathlib import Path

from doors.desk import Desk
from doors.gate import Rules
from doors.tokens import read_tokens
from ingest.errors import BadInput


def rules_for(host: str, tokens: Path | None, names: tuple[str, ...] = (), rate: str = "600/minute") -> Rules:
    """Give the gate's rules. Raises BadInput for a host beyond this machine without tokens, or a rate that says nothing."""
    if not _local(host) and tokens is None:
        raise BadInput(
            f"{host} can be reached from other machines, so tokens are needed.",
            "Make one: kinga serve --new-token NAME --tokens FILE; then start with --tokens FILE.",
        )
    from limits import parse

    try:
        parse(rate)
    except ValueError as error:
        raise BadInput(f"{rate!r} is not a rate.", "Write it like 600/minute or 10/second.") from error
    hosts = tuple(dict.fromkeys((*Rules().hosts, host.lower(), *(name.lower() for name in names))))
    return Rules(hosts=hosts, tokens=read_tokens(tokens) if tokens else None, rate=rate)


def _local(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def serve(home: Path, host: str, port: int, rules: Rules) -> None:
    """Serve until stopped. The desk opens first, so that a missing index is told before anybody asks. Raises KingaError."""
    import uvicorn

    from doors.http import api

    desk = Desk(home)
    desk.health()
    logging.disable(logging.CRITICAL)  # a library's log line may quote a request
    uvicorn.run(api(desk, rules), host=host, port=port, access_log=False, log_config=None, server_header=False)
