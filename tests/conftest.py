"""What every test may use."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

from tests.snapshot import Snapshot

settings.register_profile("adcli", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("adcli")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-snapshots", action="store_true", help="write the printed tables anew")


@pytest.fixture
def snapshot(request: pytest.FixtureRequest) -> Snapshot:
    """The printed tables of tests/snapshots."""
    return Snapshot(request.config.getoption("--update-snapshots"))
