"""How good is it: question sets, measures, baselines."""
