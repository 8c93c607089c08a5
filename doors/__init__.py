"""Doors for other programs: HTTP for case-management systems, MCP for assistants. Both speak through one desk."""

from doors.desk import Desk

__all__ = ["Desk"]
