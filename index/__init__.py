"""Provisions in, ranked provisions out."""
