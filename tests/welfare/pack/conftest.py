"""The shipped pack and its engine, read once for all tests."""

from tests.rules_engine.conftest import engine, pack

__all__ = ["engine", "pack"]
