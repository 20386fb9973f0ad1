"""Any text report as a file of another form: one module a format, `render(text, …) -> bytes`."""
