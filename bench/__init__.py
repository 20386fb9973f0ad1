"""Speed and memory on generated reports: `python -m bench`; accuracy on all gold: `python -m bench.accuracy`."""
