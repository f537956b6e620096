"""What every test may use."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.batches import Files
from tests.snapshot import Snapshot

settings.register_profile("adcli", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("adcli")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-snapshots", action="store_true", help="write the printed tables anew")


@pytest.fixture
def snapshot(request: pytest.FixtureRequest) -> Snapshot:
    """The printed tables of tests/snapshots."""
    return Snapshot(request.config.getoption("--update-snapshots"))


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Files:
    """Writes files into a folder of their own, which is where the commands run."""
    monkeypatch.chdir(tmp_path)
    return Files(tmp_path)
