"""A question or facts in, a cited answer out."""
