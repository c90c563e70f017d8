"""Reads saved e-mail (.eml): its text and its head. Attachments are files of their own (``ingest.carried``)."""

from email import message_from_bytes, policy
from email.message import EmailMessage

from gongwen.model import FileState, Witness
from ingest.extraction import Extraction, MetadataValue
from ingest.readers import READERS, Unreadable
from ingest.readers.mht import with_charset

READER = "eml"
_HEAD = ("Subject", "From", "To", "Date")


def read(data: bytes, *, name: str) -> Extraction:
    """Return the mail's plain text, or its HTML read as a page; its subject where it has no text of its own."""
    message = message_from_bytes(data.lstrip(), policy=policy.default)
    body = message.get_body(preferencelist=("plain", "html"))
    text = _text(body, name) if isinstance(body, EmailMessage) else ""
    head = tuple(MetadataValue(Witness.META, key, str(message[key])) for key in _HEAD if message[key])
    if body is None and not head:
        raise Unreadable("eml")
    text = text if text.strip() else str(message["Subject"] or "")
    return Extraction(state=FileState.READ, reader=READER, text=text, metadata=head)


def _text(body: EmailMessage, name: str) -> str:
    content = body.get_payload(decode=True)
    kind = "html" if body.get_content_type() == "text/html" else "txt"
    if not isinstance(content, bytes) or not content:
        return ""
    return READERS[kind].read(with_charset(content, body.get_content_charset()), name=name).text
