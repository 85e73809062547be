"""What is recognised in these tests is kept for them alone."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path_factory.getbasetemp() / "ocr"  # shared by these tests: a page is recognised once
    monkeypatch.setenv("DOICHIEU_OCR_CACHE", str(folder))
    return folder
