"""Recognises the text of one picture of a page, offline, with the models inside the wheel of rapidocr.

Where pictures come from is told in ``ocr_pictures``, how lines become reading order in ``ocr_lines``; which pages are
recognised, and when, is decided by the steps. One thread: the pages are what is done side by side.
"""

from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.ocr_lines import Box, askew, in_reading_order
from ingest.ocr_rules import rules_of
from ingest.ocr_seal import without_seals
from ingest.readers.pages import LOW_CONFIDENCE
from ingest.readers.printed_lines import Line

OCR_VERSION = "2"  # raised whenever what is recognised may change: then scans are read again
_DETECTOR, _RECOGNISER = "PP-OCRv6_det_small.onnx", "PP-OCRv6_rec_small.onnx"
_SIDE = 680  # pixels of the short side of a page on which lines are looked for: 82 dots an inch on A4
_SPREAD_SIDE = 960  # of a page that lies: it may be two pages of A4
_CLOSE_LOOK = 2.0  # times as many, where the first look was not good
_LYING = 1.2  # width : height

Picture = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Recognised:
    """The lines of a page in reading order; ``confidence`` is their mean score, 0–1, None where there are none."""

    lines: tuple[Line, ...]
    confidence: float | None


def is_available() -> bool:
    """Tell whether the engine is installed."""
    return all(find_spec(name) is not None for name in ("rapidocr", "onnxruntime", "cv2"))


def recognise(picture: Picture) -> Recognised:
    """Return what stands on a page, given as RGB; a page that stands on its head is turned.

    A page turned by a quarter is read as lines from the top down, which look the same as vertical writing and have
    the same order. Where the score is low the page is turned, then looked at more closely, and the best is kept.
    """
    height, width = picture.shape[:2]
    page = without_seals(picture)
    side = _SPREAD_SIDE if width > _LYING * height else _SIDE
    best = _seen(page, side=side)
    if _score(best) < LOW_CONFIDENCE:
        turned = _seen(np.rot90(page, 2).copy(), side=side)
        page, best = (np.rot90(page, 2).copy(), turned) if _weight(turned) > _weight(best) else (page, best)
    if best and _score(best) < LOW_CONFIDENCE:
        best = max(best, _seen(page, side=round(_CLOSE_LOOK * side)), key=_weight)
    angle = askew(best)
    rules = rules_of(page, angle) if angle is not None else []
    lines = in_reading_order(best, width=page.shape[1], height=page.shape[0], rules=rules)
    return Recognised(tuple(lines), round(_score(best), 4) if best else None)


def _score(boxes: list[Box]) -> float:
    """Return the mean score, each line by the length of its text."""
    length = sum(len(box.text) for box in boxes)
    return sum(box.score * len(box.text) for box in boxes) / length if length else 0.0


def _weight(boxes: list[Box]) -> float:
    """Return how much has been read well: what is below the mark counts against."""
    return sum((box.score - 0.5) * len(box.text) for box in boxes)


def _seen(picture: Picture, *, side: int) -> list[Box]:
    engine = _engine()
    height, width = picture.shape[:2]
    engine.text_det.limit_side_len = max(32, round(side * max(height, width) / min(height, width)))
    found = engine(np.ascontiguousarray(picture[:, :, ::-1]))
    if found.boxes is None or found.txts is None or found.scores is None:
        return []
    places = [tuple((float(x), float(y)) for x, y in corners) for corners in found.boxes]
    return [
        Box(text, float(score), corners)
        for corners, text, score in zip(places, found.txts, found.scores, strict=True)
        if text.strip()
    ]


@cache
def _engine() -> Any:
    """Return the engine of this process; the models are named by path, so that nothing is ever fetched."""
    import cv2
    import rapidocr

    cv2.setNumThreads(1)
    models = Path(rapidocr.__file__).parent / "models"
    engine: Any = rapidocr.RapidOCR(
        params={
            "Global.use_cls": False,  # its classifier of turned lines loses whole lines
            "Global.use_preprocess_img": False,
            "Global.log_level": "critical",
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            "Det.model_path": str(models / _DETECTOR),
            "Det.limit_type": "max",
            "Rec.model_path": str(models / _RECOGNISER),
        }
    )
    engine._load_det_model()  # its public calls load it only with a picture at hand
    return engine
