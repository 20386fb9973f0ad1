"""The web page on the published warehouse: what people look at who write no SQL.

It reads the published file, read-only, through the SQL in `warehouse/sql/dashboard/`, and draws; every page
is a plain GET whose address says what is shown. Nothing here knows how facts were extracted or loaded, and
nothing is written.
"""
