"""Secrets are kept as their hashes only."""

from __future__ import annotations

import hashlib


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
