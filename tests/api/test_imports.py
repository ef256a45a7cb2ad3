"""What the API may know."""

from __future__ import annotations

import subprocess
import sys


def test_the_api_knows_nothing_of_spacy_and_the_pipeline() -> None:
    code = (
        "import sys, onrecord.api.app; "
        "print([m for m in ('spacy', 'onrecord.pipeline', 'onrecord.cli') if m in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
