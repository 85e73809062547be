"""A mail: its body as a document, its attachments by their names."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage, Message

from pipeline.ingest.intake import Intake, of_text, refused
from pipeline.ingest.plain import NotText, decode
from pipeline.ingest.web import ingest_html

_ENDINGS = {"text/plain": ".txt", "text/html": ".html", "application/pdf": ".pdf", "message/rfc822": ".eml"}
_MOST_PARTS = 2000


def ingest_mail(data: bytes) -> Intake:
    """Read a mail's body, its plain form where there are two; the attachments are documents of their own."""
    body = _body(_message(data))
    if body is None:
        return refused("mail", "empty", "The mail has no text of its own.")
    content = _bytes(body)
    if body.get_content_type() == "text/html":
        page = ingest_html(_with_charset(content, body.get_content_charset()))
        return Intake("mail", page.text, page.pages, status=page.status, problems=page.problems, tables=page.tables)
    charset = body.get_content_charset() or "utf-8"
    try:
        text, problems = decode(content)
    except NotText:
        try:
            text, problems = content.decode(charset, "replace"), ()
        except LookupError:
            text, problems = content.decode("latin-1"), ()
    return of_text("mail", text, problems)


def has_words(data: bytes) -> bool:
    """Whether a mail says anything itself, or only carries attachments."""
    return bool(ingest_mail(data).text.strip())


def attachments(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The files that a mail carries, with their names; a logo in its text is none."""
    message = _message(data)
    body = _body(message)
    for number, part in enumerate(_parts(message), 1):
        if part is body or number > _MOST_PARTS:
            continue
        name, kind = _filename(part), part.get_content_type()
        disposition = part.get_content_disposition()
        if kind.startswith("multipart/") or (name is None and disposition != "attachment" and kind != "message/rfc822"):
            continue
        if disposition != "attachment" and kind.startswith("image/") and part.get("Content-ID"):
            continue
        if kind == "message/rfc822":
            inner = part.get_payload()
            content = inner[0].as_bytes() if isinstance(inner, list) and isinstance(inner[0], Message) else b""
        else:
            content = _bytes(part)
        if content:
            yield name or f"attachment-{number}{_ENDINGS.get(kind, '')}", content


def _message(data: bytes) -> EmailMessage:
    data = data.lstrip(b"\r\n")
    message = message_from_bytes(data, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def _parts(message: Message) -> Iterator[Message]:
    """The parts of a mail, those of a mail attached to it left inside."""
    for part in message.iter_parts() if isinstance(message, EmailMessage) and message.is_multipart() else ():
        yield part
        if part.get_content_maintype() == "multipart":
            yield from _parts(part)


def _body(message: EmailMessage) -> EmailMessage | None:
    try:
        return message.get_body(("plain", "html"))  # type: ignore[return-value]
    except (AttributeError, KeyError, ValueError):  # what the library does with headers that it can't make sense of
        return None


def _filename(part: Message) -> str | None:
    try:
        return part.get_filename()
    except (AttributeError, KeyError, ValueError, LookupError, UnicodeError):
        return None


def _bytes(part: Message) -> bytes:
    try:
        content = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError):
        return b""
    return content if isinstance(content, bytes) else b""


def _with_charset(page: bytes, charset: str | None) -> bytes:
    """A page in UTF-8 where the mail, not the page, says what it is written in."""
    if charset is None or charset.lower() in ("utf-8", "us-ascii", "windows-1252", "iso-8859-1"):
        return page
    try:
        return page.decode(charset).encode()
    except (UnicodeDecodeError, LookupError):
        return page
