"""Opens locked PDF and Office files with the passwords that the settings give: locked bytes in, open bytes out.

Works in memory only. No password is ever shown, logged or kept; which of them fitted is not told either.
"""

import io
from collections.abc import Iterator, Sequence
from importlib import import_module

import pypdfium2

_PDF, _OLE = b"%PDF-", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD = 1024
_REMOVE_SECURITY = 3  # FPDF_REMOVE_SECURITY
# What Excel itself sets where only the structure of a workbook is protected: such a file asks nobody for a password.
# source: [MS-OFFCRYPTO] 2.4.2.3
_EVERY_EXCEL = "VelvetSweatshop"


def unlocked(data: bytes, passwords: Sequence[str]) -> bytes | None:
    """Return the bytes of the file without its lock, or None where no password fits or the lock is of another kind."""
    if _PDF in data[:_HEAD]:
        return next(_open_pdfs(data, passwords), None)
    if data.startswith(_OLE):
        return next(_open_office(data, (*passwords, _EVERY_EXCEL)), None)
    return None


def _open_pdfs(data: bytes, passwords: Sequence[str]) -> Iterator[bytes]:
    for password in passwords:
        try:
            document = pypdfium2.PdfDocument(data, password=password)
        except (pypdfium2.PdfiumError, ValueError):
            continue
        out = io.BytesIO()
        try:
            document.save(out, flags=_REMOVE_SECURITY)
        except pypdfium2.PdfiumError:
            continue
        finally:
            document.close()
        yield out.getvalue()


def _open_office(data: bytes, passwords: Sequence[str]) -> Iterator[bytes]:
    library = import_module("msoffcrypto")
    for password in passwords:
        out = io.BytesIO()
        try:
            file = library.OfficeFile(io.BytesIO(data))
            file.load_key(password=password)
            file.decrypt(out)
        except Exception:  # noqa: S112 - a wrong password and a broken file raise whatever the library likes
            continue
        yield out.getvalue()
