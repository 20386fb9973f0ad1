"""DuckDB's own errors told in Chinese, for people who type SQL; a message not known here stays as it is.

Only what people meet is here. The line that points into the statement (`LINE 1: …`) is kept below.
"""

import re

# English as the database says it, Chinese with the parts found in it.
KNOWN = tuple(
    (re.compile(english, re.DOTALL), chinese)
    for english, chinese in (
        (
            r"only one statement that reads is allowed",
            "一次只能执行一条查询：SELECT、WITH、FROM、PIVOT、DESCRIBE、SUMMARIZE、SHOW 或 EXPLAIN；"
            "不能写入、设置、装扩展或附加文件",
        ),
        (
            r'with name "?([^"]+?)"? does not exist because schema "([^"]+)" does not exist',
            r"没有 \1：没有 \2 这个模式；有 core、mart、ops 与 报表",
        ),
        (
            r'Table with name (\S+) does not exist!\nDid you mean "([^"]+)"',
            r"没有 \1 这张表；是否指 \2？",
        ),
        (r"Table with name (\S+) does not exist!", r"没有 \1 这张表；SHOW ALL TABLES 列出全部"),
        (
            r'Function with name (\S+) does not exist!\nDid you mean "([^"]+)"',
            r"没有 \1 这个函数；是否指 \2？",
        ),
        (
            r'Referenced column "([^"]+)" not found in FROM clause!\nCandidate bindings: ([^\n]+)',
            r"没有 \1 这一列；相近的有 \2",
        ),
        (r'Referenced column "([^"]+)" not found', r"没有 \1 这一列"),
        (r'Referenced table "([^"]+)" not found', r"FROM 里没有叫 \1 的表"),
        (r'Table "([^"]+)" does not have a column named "([^"]+)"', r"表 \1 没有 \2 这一列"),
        (
            r'Ambiguous reference to column name "([^"]+)" \(use: (.+?) or (.+?)\)',
            r"\1 这一列不止一张表有；请写明 \2 或 \3",
        ),
        (
            r'column "([^"]+)" must appear in the GROUP BY clause',
            r"\1 既不在 GROUP BY 中，也没有汇总；请加入 GROUP BY，或写 any_value(\1)",
        ),
        (
            r"No function matches the given name and argument types '(.+?)'\.",
            r"没有 \1：函数不接受这种类型；必要时用 CAST",
        ),
        (
            r"Macro (\S+)\(\) does not support the supplied arguments.+?Candidate macros:\n\s*([^\n]+)",
            r"\1 的参数不对；应为 \2",
        ),
        (r"WHERE clause cannot contain aggregates", "WHERE 里不能汇总；请改用 HAVING"),
        (
            r"Set operations can only apply to expressions with the same number of result columns",
            "UNION 等两边的列数不同",
        ),
        (r"More than one row returned by a subquery", "当作一个值用的子查询返回了不止一行"),
        (r"Could not convert string '(.*?)' to (\w+)", r"“\1”不能转为 \2"),
        (
            r"Could not parse string \"(.*?)\" according to format specifier \"(.*?)\"",
            r"“\1”不合日期格式 \2",
        ),
        (
            r"Values were not provided for the following prepared statement parameters: ([^\n]+)",
            r"语句中有未给值的参数 \1",
        ),
        (
            r'syntax error at or near "(.*?)"',
            r'“\1”附近有语法错误；列名与关键字相同的要加双引号，如 "end"',
        ),
        (r"syntax error at end of input", "语句没有写完"),
        (r"unterminated quoted (string|identifier)", "引号没有成对"),
        (
            r"file system operations are disabled|disabled by configuration|it exists in the \S+ extension",
            "只能读本仓库，不能读写别的文件，也不能装扩展",
        ),
        (r"read-only mode", "仓库是只读的"),
        (r"configuration has been locked", "不能更改设置"),
        (r"Out of Memory Error|bad_alloc|MemoryError", "所需内存超过上限；请缩小范围，先筛选再排序、连接"),
    )
)
POINTING = re.compile(r"\n(LINE \d+: .*\n *\^)\s*$", re.DOTALL)


def in_chinese(message: str) -> str:
    """A message of DuckDB in Chinese where it is known, with the place it points to."""
    for english, chinese in KNOWN:
        if found := english.search(message):
            pointing = POINTING.search(message)
            return found.expand(chinese) + (f"\n{pointing[1]}" if pointing else "")
    return message.strip()
