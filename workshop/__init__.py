"""Answers out, as a workshop: plans, kits of hand-outs, slides, cards and quizzes, and what the group learned."""

from workshop.kit import make_kit, write_kit, zipped
from workshop.plan import plan_of, ready
from workshop.score import score

__all__ = ["make_kit", "plan_of", "ready", "score", "write_kit", "zipped"]
