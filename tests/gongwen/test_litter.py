"""Which files are passed over, and by which rule."""

import pytest

from gongwen.litter import litter_rule


@pytest.mark.parametrize(
    ("path", "size", "rule"),
    [
        ("夹/Thumbs.db", 5000, "thumbnails"),
        ("desktop.ini", 100, "folder_settings"),
        (".DS_Store", 6148, "folder_settings"),
        ("__MACOSX/._通知.doc", 120, "mac_shadow"),
        ("__MACOSX/通知.doc", 120, "system_folder"),
        ("夹/$RECYCLE.BIN/a.doc", 120, "system_folder"),
        ("~$通知.doc", 162, "office_lock"),
        ("~$通知.doc", 30_000, None),
        (".~lock.通知.odt#", 80, "office_lock"),
        ("~WRL0001.tmp", 30_000, "office_temporary"),
        ("通知.files/filelist.xml", 200, "web_page_parts"),
        ("通知_files/a.css", 200, "web_page_parts"),
        ("通知.files/image001.jpg", 200, None),
        ("说明/a.css", 200, None),
        ("通知.doc", 200, None),
        ("缩略图thumbs.db.doc", 200, None),
    ],
)
def test_litter(path: str, size: int, rule: str | None) -> None:
    found = litter_rule(path, size=size)
    assert (found.name if found else None) == rule
    assert found is None or found.why
