"""What a readable file carries inside it as files of their own: attachments of mails and OFD, objects in Word papers.

Names and bytes only. The file itself is read by its reader; its members are walked like those of an archive.
"""

import email
import email.header
import io
import posixpath
import zipfile
from collections.abc import Callable, Iterator
from email.message import Message
from functools import partial
from typing import IO

import olefile
from lxml import etree

from ingest.container import Container, Member, drain, guarded
from ingest.inner_mail import inner_mail
from ingest.names import decode_name

_OFFICE = ("word/embeddings/", "xl/embeddings/", "ppt/embeddings/")
_FORMULA = ("Equation Native", "MathType")
_MSG_DATA, _MSG_NAMES = "__substg1.0_37010102", ("__substg1.0_3707001F", "__substg1.0_3704001F")
_MSG_ANSI = ("__substg1.0_3707001E", "__substg1.0_3704001E")
_MSG_INNER = "__substg1.0_3701000D"  # a mail inside the mail
_MSG_ATTACHMENT = "__attach_version1.0_"


def carried(source: IO[bytes], format: str) -> Container:
    """Return the files inside a file as members; none where it carries none or they cannot be told."""
    source.seek(0)
    finders: dict[str, Callable[[IO[bytes]], list[Member]]] = {
        "eml": _of_mail,
        "msg": _of_outlook,
        "ofd": _of_ofd,
        "docx": _of_office,
        "xlsx": _of_office,
        "pptx": _of_office,
    }
    try:
        members = finders[format](source)
    except MemoryError:
        raise
    except Exception:  # its reader says what is wrong with the file itself
        members = []
    return Container(iter(members), len(members), direct=True)


def _member(name: str | bytes, pieces: Callable[[], Iterator[bytes]]) -> Member:
    raw = name if isinstance(name, bytes) else name.encode("utf-8", "surrogateescape")
    return Member(raw.replace(b"/", b"_").replace(b"\\", b"_") or b"1", "file", lambda: guarded(pieces()))


def _bytes(content: bytes) -> Callable[[], Iterator[bytes]]:
    return lambda: iter((content,))


def _of_mail(source: IO[bytes]) -> list[Member]:
    message = email.message_from_bytes(source.read().lstrip())
    return [_member(name, partial(_mail_pieces, part)) for name, part in mail_attachments(message)]


def mail_attachments(message: Message) -> list[tuple[str, Message]]:
    """Return the parts of a mail that are files: those with a name, mails inside it, and what is no text."""
    found = []
    stack = [message]
    while stack:
        part = stack.pop()
        name = part_name(part)
        if part.get_content_type() == "message/rfc822":
            found.append((name or "1.eml", part))
        elif part.is_multipart():
            inner = part.get_payload()
            stack += [one for one in reversed(inner) if isinstance(one, Message)] if isinstance(inner, list) else []
        elif name or (part.get_content_maintype() != "text" and not part.get("Content-ID")):
            found.append((name or f"1.{part.get_content_subtype()}", part))
    return found


def part_name(part: Message) -> str:
    """Return the name of a part, encoded words and all, in hanzi; bytes of no declared encoding stay bytes."""
    shown = Message()
    for header, value in part.raw_items():
        if header.casefold() in ("content-disposition", "content-type"):
            shown[header] = decode_name(str(value).encode("utf-8", "surrogateescape")).text
    name = shown.get_filename() or ""
    if "=?" not in name:
        return name
    pieces = []
    for words, charset in email.header.decode_header(name):
        if isinstance(words, str):
            pieces.append(words)
            continue
        encoding = "gb18030" if (charset or "").casefold() in ("gb2312", "gbk", "gb18030", "936") else charset
        try:
            pieces.append(words.decode(encoding or "ascii"))
        except (LookupError, UnicodeDecodeError):
            pieces.append(words.decode("utf-8", "surrogateescape"))
    return "".join(pieces)


def _mail_pieces(part: Message) -> Iterator[bytes]:
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload()
        yield inner[0].as_bytes() if isinstance(inner, list) and isinstance(inner[0], Message) else b""
        return
    content = part.get_payload(decode=True)
    yield content if isinstance(content, bytes) else b""


def _of_outlook(source: IO[bytes]) -> list[Member]:
    members = []
    with olefile.OleFileIO(source) as container:
        for folder in sorted({path[0] for path in container.listdir() if path[0].startswith(_MSG_ATTACHMENT)}):
            if not container.exists([folder, _MSG_DATA]):
                members += _of_inner_mail(container, folder)
                continue
            members.append(_member(_outlook_name(container, folder), _bytes(_stream(container, folder, _MSG_DATA))))
    return members


def _of_inner_mail(container: olefile.OleFileIO, folder: str) -> list[Member]:
    if not any(path[:2] == [folder, _MSG_INNER] for path in container.listdir()):
        return []
    subject, mail = inner_mail(container, [folder, _MSG_INNER])
    return [_member(f"{subject or '1'}.eml", _bytes(mail))]


def _outlook_name(container: olefile.OleFileIO, folder: str) -> bytes:
    for name in (*_MSG_NAMES, *_MSG_ANSI):
        if container.exists([folder, name]):
            raw = _stream(container, folder, name)
            return raw.decode("utf-16-le", "replace").strip("\0").encode() if name in _MSG_NAMES else raw.strip(b"\0")
    return b"1"


def _stream(container: olefile.OleFileIO, *path: str) -> bytes:
    content: bytes = container.openstream(list(path)).read()
    return content


def _of_ofd(source: IO[bytes]) -> list[Member]:
    members = []
    with zipfile.ZipFile(source) as package:
        names = {name.lstrip("/"): name for name in package.namelist()}
        for name in names:
            if posixpath.basename(name).casefold() != "attachments.xml":
                continue
            parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
            root = etree.fromstring(package.read(names[name]), parser)
            for entry in root.iter("{*}Attachment"):
                place = next((one.text or "" for one in entry.iter("{*}FileLoc")), "").strip()
                there = [place.lstrip("/"), posixpath.normpath(posixpath.join(posixpath.dirname(name), place))]
                part = next((names[one] for one in there if one in names), None)
                if part is not None:
                    members.append(_member(_ofd_name(entry, part), partial(_zip_pieces, source, part)))
    return members


def _ofd_name(entry: etree._Element, part: str) -> str:
    name, kind = entry.get("Name") or posixpath.basename(part), posixpath.splitext(part)[1]
    return name if posixpath.splitext(name)[1] or not kind else name + kind


def _zip_pieces(source: IO[bytes], name: str) -> Iterator[bytes]:
    with zipfile.ZipFile(source) as package, package.open(name) as stream:
        yield from drain(stream)


def _of_office(source: IO[bytes]) -> list[Member]:
    """Return the objects set into a Word, Excel or PowerPoint file; the sheets behind charts and formulas are none."""
    members = []
    with zipfile.ZipFile(source) as package:
        names = [name for name in package.namelist() if name.casefold().startswith(_OFFICE)]
        charts = b"".join(package.read(name) for name in package.namelist() if "/charts/_rels/" in name)
        for name in names:
            base = posixpath.basename(name)
            if not base or base.encode() in charts:
                continue
            if base.casefold().endswith(".bin"):
                members += _of_object(package.read(name), base)
            else:
                members.append(_member(base, partial(_zip_pieces, source, name)))
    return members


def _of_object(content: bytes, name: str) -> list[Member]:
    with olefile.OleFileIO(io.BytesIO(content)) as container:
        streams = {"/".join(path) for path in container.listdir()}
        if streams & set(_FORMULA):
            return []
        if "Package" in streams:
            return [_member(name, _bytes(_stream(container, "Package")))]
        if "\x01Ole10Native" in streams:
            label, packed = _native(_stream(container, "\x01Ole10Native"))
            return [_member(label or name.encode(), _bytes(packed))]
    return [_member(name, _bytes(content))]


def _native(stream: bytes) -> tuple[bytes, bytes]:
    """Return the name and the bytes of a file that was dropped into a paper as an icon (OLE 1 package)."""
    label, place = _text(stream, 6)
    _, place = _text(stream, place)  # the path it came from
    place += 4
    length = int.from_bytes(stream[place : place + 4], "little")
    place += 4 + length  # a path of a temporary copy
    size = int.from_bytes(stream[place : place + 4], "little")
    return label.replace(b"\\", b"/").rpartition(b"/")[2], stream[place + 4 : place + 4 + size]


def _text(stream: bytes, start: int) -> tuple[bytes, int]:
    end = stream.index(b"\0", start)
    return stream[start:end], end + 1
