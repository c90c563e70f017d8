"""A mail inside an Outlook mail, kept there in parts: put together as a mail file, always into the same bytes.

source: [MS-OXMSG] 2.2.2.1.
"""

import base64
import hashlib

import olefile

_HEAD = {"Subject": "0037", "From": "0C1A", "To": "0E04"}
_MOST_DEEP = 8


def inner_mail(container: olefile.OleFileIO, folder: list[str], depth: int = 0) -> tuple[str, bytes]:
    """Return the subject and the bytes of the mail that is kept in a folder of the container."""
    head = {key: _text(container, folder, tag) for key, tag in _HEAD.items()}
    parts = [(kind, "", text.encode()) for kind, text in (("text/plain", _text(container, folder, "1000")),) if text]
    page = _stream(container, [*folder, "__substg1.0_10130102"])
    if page and not parts:
        parts = [("text/html", "", page)]
    if depth < _MOST_DEEP:
        parts += _attachments(container, folder, depth)
    joint = hashlib.sha256(b"".join(content for _, _, content in parts)).hexdigest()[:32]
    lines = [f"{key}: {_word(value)}" for key, value in head.items() if value]
    lines += ["Message-ID: <inner>", "MIME-Version: 1.0", f'Content-Type: multipart/mixed; boundary="{joint}"', ""]
    for kind, name, content in parts:
        charset = '; charset="utf-8"' if kind == "text/plain" else ""
        lines += [f"--{joint}", f"Content-Type: {kind}{charset}", "Content-Transfer-Encoding: base64"]
        lines += [f'Content-Disposition: attachment; filename="{_word(name)}"'] if name else []
        lines += ["", base64.encodebytes(content).decode().strip(), ""]
    return head["Subject"], "\r\n".join([*lines, f"--{joint}--", ""]).encode()


def _attachments(container: olefile.OleFileIO, folder: list[str], depth: int) -> list[tuple[str, str, bytes]]:
    found = []
    level = len(folder)
    folders = {path[level] for path in container.listdir() if path[:level] == folder and len(path) > level + 1}
    for one in sorted(name for name in folders if name.startswith("__attach_version1.0_")):
        place = [*folder, one]
        name = _text(container, place, "3707") or _text(container, place, "3704") or _text(container, place, "3001")
        content = _stream(container, [*place, "__substg1.0_37010102"])
        if content is not None:
            found.append(("application/octet-stream", name or "1", content))
        elif any(path[: level + 2] == [*place, "__substg1.0_3701000D"] for path in container.listdir()):
            subject, mail = inner_mail(container, [*place, "__substg1.0_3701000D"], depth + 1)
            found.append(("application/octet-stream", f"{name or subject or '1'}.eml", mail))
    return found


def _stream(container: olefile.OleFileIO, path: list[str]) -> bytes | None:
    return container.openstream(path).read() if container.exists(path) else None


def _text(container: olefile.OleFileIO, folder: list[str], tag: str) -> str:
    wide = _stream(container, [*folder, f"__substg1.0_{tag}001F"])
    if wide is not None:
        return wide.decode("utf-16-le", "replace").rstrip("\0")
    narrow = _stream(container, [*folder, f"__substg1.0_{tag}001E"]) or b""
    for encoding in ("utf-8", "gb18030"):
        try:
            return narrow.decode(encoding).rstrip("\0")
        except UnicodeDecodeError:
            continue
    return narrow.decode("gb18030", "replace").rstrip("\0")


def _word(words: str) -> str:
    """Return words as a header may carry them."""
    plain = " ".join(words.split())
    return plain if plain.isascii() else f"=?utf-8?b?{base64.b64encode(plain.encode('utf-8', 'replace')).decode()}?="
