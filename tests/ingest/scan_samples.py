"""Whether the real Tesseract is here."""

from __future__ import annotations

import pytest

from pipeline.ingest import ocr

try:
    ocr.engine()
    MISSING = ""
except ocr.OcrMissing as error:
    MISSING = f"{error} (packages {ocr.PACKAGES})"
needs_tesseract = pytest.mark.skipif(bool(MISSING), reason=MISSING)
