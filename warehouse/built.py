"""Which version of its definition a part of the database was made by: the table `ops.built`.

What a version is, the maker of the part says; what is of another version must be made anew.
"""

import duckdb


def is_made_by(connection: duckdb.DuckDBPyConnection, what: str, version: str) -> bool:
    """Whether a part was made by this version."""
    found = connection.execute("SELECT version FROM ops.built WHERE what = ?", [what]).fetchall()
    return found == [(version,)]


def note(connection: duckdb.DuckDBPyConnection, what: str, version: str) -> None:
    """Write down that a part was made by this version."""
    forget(connection, what)
    connection.execute("INSERT INTO ops.built VALUES (?, ?)", [what, version])


def forget(connection: duckdb.DuckDBPyConnection, what: str) -> None:
    """A part is to be made anew whatever its version."""
    connection.execute("DELETE FROM ops.built WHERE what = ?", [what])
