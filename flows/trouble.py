"""What a full, closed or failing disk means, in words for people; each library has its own errors for it."""

import errno
import os
from collections.abc import Iterator

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
CLOSED = (errno.EROFS, errno.EACCES, errno.EPERM)
FAILING = (errno.EIO,)
MEANING = {
    FULL: "磁盘已满或超过配额（{error}）。已发布的仓库保持原样，请腾出空间后再运行一次",
    CLOSED: "没有权限，或所在的盘是只读的（{error}）。请检查权限与挂载方式；数据目录可用 --home 另行指定",
    FAILING: "磁盘读写出错（{error}）。已发布的仓库保持原样，请检查磁盘后再运行一次",
}


def explained(error: BaseException) -> str:
    """The error in words: what the disk has to do with it and what to do, else its own words."""
    for one in _causes(error):
        for numbers, meaning in MEANING.items():
            if any(_is(one, number) for number in numbers):
                return meaning.format(error=one)
    return str(error) or type(error).__name__


def is_lasting(error: OSError) -> bool:
    """Whether the disk is full or closed, which waiting does not mend."""
    return error.errno in (*FULL, *CLOSED)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An error and those that led to it, the last first."""
    found: BaseException | None = error
    while found is not None:
        yield found
        found = found.__cause__ or found.__context__


def _is(error: BaseException, number: int) -> bool:
    """Libraries written in other languages keep only the system's words."""
    return getattr(error, "errno", None) == number or (
        isinstance(error, Exception) and os.strerror(number) in str(error)
    )
