"""The snapshot in Milvus, for more than one machine: the same base, the same ranking, the same refusals.

`place` reads the setting, `publish` writes a snapshot there, `opening` opens the one that the alias names.
"""
