"""One module a command of `fazhi`; each imports what it needs when it is called, so that help stays fast."""
