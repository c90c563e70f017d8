"""Other ways to the text of a PDF, each as a user would call it: what they return is not mended in any way."""

from pathlib import Path

import pypdfium2


def bare(path: Path) -> list[str]:
    """Read one PDF with pypdfium2 and nothing else."""
    document = pypdfium2.PdfDocument(path.read_bytes())
    texts = []
    for page in document:
        textpage = page.get_textpage()
        texts.append(textpage.get_text_bounded())
        textpage.close()
        page.close()
    document.close()
    return texts


def plumbed(path: Path) -> list[str]:
    """Read one PDF with pdfplumber."""
    import pdfplumber  # imported late: the processes of the other way do without it

    texts = []
    with pdfplumber.open(path) as document:
        for page in document.pages:
            texts.append(page.extract_text())
            page.close()
    return texts
