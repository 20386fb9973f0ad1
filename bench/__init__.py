"""Speed and memory of extraction (`python -m bench`), and its accuracy (`python -m bench.accuracy`)."""
