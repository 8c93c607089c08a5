"""Answers out, as hand-outs, slides and quizzes."""
