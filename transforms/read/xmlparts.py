"""The XML parts of a document that is a zip: parsed with nothing fetched and no entity expanded."""

from io import BytesIO
from posixpath import join, normpath
from typing import Any
from zipfile import ZipFile

from transforms.read.blocks import local, too_deep
from transforms.read.document import Unreadable

Element = Any  # lxml ships no types
MOST_LEVELS = 256  # of libxml2, where huge trees are not asked for


class Parts:
    """The members of a package by name; a missing part is None, a broken one is refused."""

    def __init__(self, data: bytes) -> None:
        self._zip = ZipFile(BytesIO(data))
        self._names = {name.lower(): name for name in self._zip.namelist()}

    def xml(self, name: str) -> Element | None:
        """The root of a part, its name in any case."""
        found = self._names.get(name.lstrip("/").lower())
        return None if found is None else parse(self._zip.read(found), found)

    def related(self, name: str) -> dict[str, str]:
        """Of a part: the last word of each relationship's type, to the part it leads to."""
        folder, _, base = name.rpartition("/")
        root = self.xml(f"{folder}/_rels/{base}.rels")
        if root is None:
            return {}
        return {
            link.get("Type", "").rpartition("/")[2]: normpath(join("/", folder, link.get("Target", "")))
            for link in root
            if link.get("TargetMode") != "External" and isinstance(link.tag, str)
        }


def parse(data: bytes, name: str) -> Element:
    """The root of an XML text; raises Unreadable where it is broken, too deep or has a document type."""
    from lxml import etree  # type: ignore[import-untyped]

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if "depth" in str(error):
            raise too_deep(f"{name} ", MOST_LEVELS) from error
        reason = f"其中的 {name} 不是完好的 XML（{str(error)[:120]}）；请重新取得，或打开后另存，再放入"
        raise Unreadable("broken_file", reason) from error
    if root.getroottree().docinfo.doctype:
        reason = f"其中的 {name} 带有文档类型声明（可藏外部实体），办公软件不会写入；请打开后另存，再放入"
        raise Unreadable("broken_file", reason)
    return root


def child(element: Element, *names: str) -> Element | None:
    """The first child of a name, its first child of the next name, and so on."""
    for name in names:
        if element is None:
            return None
        element = next((inner for inner in element if local(inner.tag) == name), None)
    return element


def value(element: Element | None, name: str = "val") -> str | None:
    """An attribute by its local name."""
    if element is None:
        return None
    return next((text for key, text in element.attrib.items() if local(key) == name), None)


def plain(root: Element, names: dict[str, str]) -> dict[str, str]:
    """The texts of a part's direct or deeper elements, under the names that are asked for."""
    found: dict[str, str] = {}
    for element in root.iter():
        name, text = names.get(local(element.tag)), (element.text or "").strip()
        if name and text:
            found.setdefault(name, text)
    return found
