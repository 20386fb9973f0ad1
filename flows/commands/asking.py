"""Questions to a person: at a terminal with editing, else line by line from standard input."""

import sys
from collections.abc import Mapping

from flows.commands.common import complain, console


class Ended(Exception):  # noqa: N818 - somebody who leaves makes no error
    """The person left, or the input ended."""


def ask(question: str, default: str = "") -> str:
    """The answer, without blanks around it; an empty one is `default`. Raises Ended."""
    prompt = f"{question}［{default}］：" if default else f"{question}："
    try:
        answer = _terminal(prompt) if sys.stdin.isatty() else _piped(prompt)
    except (EOFError, KeyboardInterrupt) as error:
        raise Ended from error
    return answer.strip() or default


def choose(question: str, choices: Mapping[str, str], default: str = "") -> str:
    """The key of one of the choices (key to what it means), asked until it is one. Raises Ended."""
    console().print("  ".join(f"{key} {meaning}" for key, meaning in choices.items()), markup=False)
    while True:
        answer = ask(question, default)
        if answer in choices:
            return answer
        complain(f"请输入 {'、'.join(choices)} 之一")


def needed(question: str, default: str = "") -> str:
    """An answer that is not empty. Raises Ended."""
    while not (answer := ask(question, default)):
        complain("不能为空")
    return answer


def _terminal(prompt: str) -> str:
    from prompt_toolkit import prompt as ask_there

    return str(ask_there(prompt))


def _piped(prompt: str) -> str:
    print(prompt)
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line
