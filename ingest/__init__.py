"""Documents in, provisions out."""
