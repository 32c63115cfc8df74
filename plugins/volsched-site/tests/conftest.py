"""What the tests of the site share."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
import site_pages


@pytest.fixture(scope="module")
def small():
    return site_pages.site(
        people=True, base_url="https://place.example.org/cal/", member_url="http://in.example.org:8080"
    )
