"""A paper as OFD (GB/T 33190-2016): each printed line a text object with its place on the page."""

from xml.sax.saxutils import escape

from carriers import Line, Page, printed_pages
from word_files import zipped

_SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_SIZE, _LEFT, _TOP, _STEP = 5.6, 26, 37, 10.6  # millimetres


def as_ofd(papers: list[list[Line]], *, title: str) -> bytes:
    """Return papers as one OFD file with the page layout of the PDFs."""
    pages = printed_pages(papers)
    entries = "".join(f'<ofd:Page ID="{10 + at}" BaseLoc="Pages/Page_{at}/Content.xml"/>' for at in range(len(pages)))
    area = "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
    common = f"<ofd:MaxUnitID>1000</ofd:MaxUnitID>{area}<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>"
    common = f"<ofd:CommonData>{common}</ofd:CommonData>"
    info = f"<ofd:Title>{escape(title)}</ofd:Title><ofd:CreationDate>2021-12-31</ofd:CreationDate>"
    info = f"<ofd:DocInfo>{info}</ofd:DocInfo>"
    font = '<ofd:Fonts><ofd:Font ID="1" FontName="FangSong" FamilyName="FangSong"/></ofd:Fonts>'
    body = f"<ofd:DocBody>{info}<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>"
    parts = {
        "OFD.xml": f'<ofd:OFD {_SPACE} DocType="OFD" Version="1.0">{body}</ofd:OFD>',
        "Doc_0/Document.xml": f"<ofd:Document {_SPACE}>{common}<ofd:Pages>{entries}</ofd:Pages></ofd:Document>",
        "Doc_0/PublicRes.xml": f'<ofd:Res {_SPACE} BaseLoc="Res">{font}</ofd:Res>',
    }
    parts |= {f"Doc_0/Pages/Page_{at}/Content.xml": _content(page, at) for at, page in enumerate(pages)}
    return zipped(parts)


def _content(page: Page, at: int) -> str:
    objects = "".join(
        _object(100 + place, _LEFT + indent * _SIZE, _TOP + place * _STEP, text)
        for place, (indent, text) in enumerate([*page, (13.0, f"— {at + 1} —")])
        if text
    )
    layer = f'<ofd:Layer ID="2">{objects}</ofd:Layer>'
    return f"<ofd:Page {_SPACE}><ofd:Content>{layer}</ofd:Content></ofd:Page>"


def _object(number: int, left: float, top: float, text: str) -> str:
    widths = [_SIZE / 2 if sign.isascii() else _SIZE for sign in text]
    box = f"{left:.1f} {top:.1f} {sum(widths):.1f} {_SIZE + 1:.1f}"
    steps = " ".join(f"{width:.1f}" for width in widths[:-1])
    delta = f' DeltaX="{steps}"' if steps else ""
    code = f'<ofd:TextCode X="0" Y="{_SIZE}"{delta}>{escape(text)}</ofd:TextCode>'
    return f'<ofd:TextObject ID="{number}" Boundary="{box}" Font="1" Size="{_SIZE}">{code}</ofd:TextObject>'
