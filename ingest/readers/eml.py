"""Reads saved e-mail (.eml): its text and what its head says. Attachments are named, not opened."""

from email import message_from_bytes, policy
from email.message import EmailMessage

from gongwen.messages import record
from gongwen.model import FileState, Remark, Witness
from ingest.extraction import Extraction, MetadataValue
from ingest.readers import READERS, Unreadable
from ingest.readers.mht import with_charset

READER = "eml"
_HEAD = ("Subject", "From", "To", "Date")


def read(data: bytes, *, name: str) -> Extraction:
    """Return the mail's plain text, or its HTML read as a page."""
    message = message_from_bytes(data.lstrip(), policy=policy.default)
    body = message.get_body(preferencelist=("plain", "html"))
    if body is None:
        raise Unreadable("eml")
    content = body.get_payload(decode=True)
    assert isinstance(body, EmailMessage)
    kind = "html" if body.get_content_type() == "text/html" else "txt"
    text = ""
    if isinstance(content, bytes) and content:
        text = READERS[kind].read(with_charset(content, body.get_content_charset()), name=name).text
    head = tuple(MetadataValue(Witness.META, key, str(message[key])) for key in _HEAD if message[key])
    names = [str(part.get_filename() or part.get_content_type()) for part in message.iter_attachments()]
    remarks: tuple[Remark, ...] = ()
    if names:
        told = record("ingest.attachments_inside", count=len(names), example=names[0])
        remarks = (Remark("attachments_inside", "warning", told),)
    return Extraction(state=FileState.READ, reader=READER, text=text, metadata=head, remarks=remarks)
