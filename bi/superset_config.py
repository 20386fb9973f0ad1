"""Superset's settings for fazhi: one machine, SQLite for its own data, Chinese pages, DuckDB allowed.

Named by SUPERSET_CONFIG_PATH; SUPERSET_HOME holds what Superset writes, SUPERSET_SECRET_KEY signs its
sessions (`openssl rand -base64 42`). Nothing is kept of answers, so that a new publication is seen at
once.
"""

import os
from pathlib import Path

SECRET_KEY = os.environ["SUPERSET_SECRET_KEY"]
SQLALCHEMY_DATABASE_URI = f"sqlite:///{Path(os.environ['SUPERSET_HOME']) / 'superset.db'}"
PREVENT_UNSAFE_DB_CONNECTIONS = False  # DuckDB is a file of this machine, which Superset else refuses
BABEL_DEFAULT_LOCALE = "zh"
LANGUAGES = {"zh": {"flag": "cn", "name": "中文"}, "en": {"flag": "us", "name": "English"}}
DATA_CACHE_CONFIG = {"CACHE_TYPE": "NullCache"}
EXPLORE_FORM_DATA_CACHE_CONFIG = {"CACHE_TYPE": "SupersetMetastoreCache", "CACHE_DEFAULT_TIMEOUT": 86400}
FILTER_STATE_CACHE_CONFIG = EXPLORE_FORM_DATA_CACHE_CONFIG
