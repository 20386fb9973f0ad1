"""When things happen and in what order: the inbox, batches, the nightly flow, the `fazhi` command.

Parsing belongs to `transforms`, SQL to `warehouse`, what must hold to `expectations`.
"""
