"""Speed and memory on generated reports: `python -m bench`. Accuracy is `fazhi evaluate`, not here."""
