"""Archives made by hand: names in GBK, links, bombs."""

import gzip
import io
import struct
import tarfile
import zipfile


def zipped(files, compression=zipfile.ZIP_DEFLATED):
    """A zip of name to bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as package:
        for name, data in files.items():
            package.writestr(name, data)
    return stream.getvalue()


def gbk_zipped(files):
    """A zip as Windows writes it in China: names in GBK, no flag that says so."""
    names = {f"{index:08d}": name.encode("gb18030") for index, name in enumerate(files)}
    padded = {key: name.ljust(8, b"_") for key, name in names.items()}
    assert all(len(name) == 8 for name in padded.values()), "names of eight bytes keep all lengths"
    data = zipped(dict(zip(padded, files.values(), strict=True)))
    for key, name in padded.items():
        data = data.replace(key.encode(), name)
    return data


def named_gzip(name, data):
    """A .gz that keeps the name of the one file in it."""
    packed = gzip.compress(data, mtime=0)
    return packed[:3] + b"\x08" + packed[4:10] + name.encode() + b"\0" + packed[10:]


def encrypted(data):
    """The same zip with the flag of encryption on each member."""
    out = bytearray(data)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = -1
        while (start := data.find(mark, start + 1)) >= 0:
            (flags,) = struct.unpack_from("<H", out, start + offset)
            struct.pack_into("<H", out, start + offset, flags | 1)
    return bytes(out)


def linked(name, target):
    """A zip with a symbolic link."""
    info = zipfile.ZipInfo(name)
    info.create_system, info.external_attr = 3, 0o120777 << 16
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr(info, target)
    return stream.getvalue()


def tarred(files, links=(), packed=False):
    """A tar of name to bytes, with symbolic links; gzipped where `packed`."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as package:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            package.addfile(info, io.BytesIO(data))
        for name, target in links:
            info = tarfile.TarInfo(name)
            info.type, info.linkname = tarfile.SYMTYPE, target
            package.addfile(info)
    return gzip.compress(stream.getvalue(), mtime=0) if packed else stream.getvalue()


def nested(depth, inner=b"x"):
    """A zip in a zip in a zip, `depth` of them."""
    name = "年报.txt"
    for _ in range(depth):
        inner, name = zipped({name: inner}), "inner.zip"
    return inner
