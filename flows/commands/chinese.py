"""Typer's own English words in help and in errors of usage, told in Chinese; a phrase not known here stays.

The finished text is translated, since Typer writes most of these words into its code.
"""
# ruff: noqa: ANN401 - the types of what Typer hands over are private to it

import io
import re
import sys
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

PHRASES = tuple(
    (re.compile(english, re.MULTILINE), chinese)
    for english, chinese in (
        (r"^Usage: ", "用法："),
        (r"\[OPTIONS\]", "[选项]"),
        (r"COMMAND \[ARGS\]\.\.\.", "命令 [参数]…"),
        (r"^Arguments:$", "参数："),
        (r"^Options:$", "选项："),
        (r"^Commands:$", "命令："),
        (r"<list\[Path\]>", "<path>"),
        (r"\[required\]", "[必填]"),
        (r"\[default: (.+?)\]", r"[默认：\1]"),
        (r"Show this message and exit\.", "显示本说明"),
        (r"^Try (.+) for help\.$", r"说明见 \1。"),
        (r"^Error: ", "错误："),
        (r"Invalid value for (.+?): ", r"\1 的值不可用："),
        (r"Value error, ", ""),
        (r"(\S+) is not one of (.+)\.$", r"\1 不是 \2 之一。"),
        (r"(?:path|file|directory) (\S+) does not exist\.", r"\1 不存在。"),
        (r"(?:path|file|directory) (\S+) is a directory\.", r"\1 是目录，应为文件。"),
        (r"(?:path|file|directory) (\S+) is not readable\.", r"\1 不可读。"),
        (r"Missing argument (\S+)\.$", r"缺少参数 \1。"),
        (r"Missing command\.$", "缺少命令。"),
        (r"No such command (\S+)\.", r"没有 \1 这个命令。"),
        (r"No such option: (\S+)", r"没有 \1 这个选项。"),
        (r"\(Possible options: (.+)\)", r"相近的有：\1。"),
        (r"Option (\S+) requires an argument\.", r"选项 \1 后面要写值。"),
        (r"Option (\S+) does not take a value\.", r"选项 \1 后面不写值。"),
        (r"Got unexpected extra arguments?(?:\(s\))? \((.+)\)", r"多余的参数：\1。"),
    )
)


def in_chinese(text: str) -> str:
    """A finished help page or error with the phrases known here translated."""
    for english, chinese in PHRASES:
        text = english.sub(chinese, text)
    return text


class Command(TyperCommand):
    """A command whose help is Chinese throughout."""

    def get_help(self, ctx: Any) -> str:
        """The help page."""
        return in_chinese(super().get_help(ctx))


class Group(TyperGroup):
    """Commands whose help and errors of usage are Chinese throughout."""

    def get_help(self, ctx: Any) -> str:
        """The help page."""
        return in_chinese(super().get_help(ctx))

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run the command line, and leave with its exit status."""
        try:
            status = super().main(*args, **extra | {"standalone_mode": False})
        except TyperException as error:
            told = io.StringIO()
            error.show(told)  # type: ignore[attr-defined]  # all that are raised while parsing have it
            typer.echo(in_chinese(told.getvalue()), err=True, nl=False)
            sys.exit(error.exit_code)
        sys.exit(status or 0)
