"""What BI tools get: an Apache Superset bundle.

Made from the descriptions of the tables and `charts.toml`.
"""
