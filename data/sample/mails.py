"""A paper as a saved e-mail: the paper in the body, or a few lines and the paper as the attachment."""

from email.message import EmailMessage
from email.policy import SMTP
from typing import Any


def as_eml(text: str, item: dict[str, Any], attachments: dict[str, bytes]) -> bytes:
    """Return the mail; ``item`` says subject, sender and day."""
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"] = item["sender"], "文件报送 <baosong@jizhou.example>"
    message["Subject"], message["Date"] = item["subject"], item["sent"]
    message["Message-ID"] = f"<{item['written']}@jizhou.example>"
    message.set_content(text, charset="gb18030", cte="base64")
    for name, content in attachments.items():
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    if attachments:
        message.set_boundary("=-jizhou-0001")
    return message.as_bytes()
