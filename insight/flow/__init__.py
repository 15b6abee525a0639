"""The distributor's staircase: what happens after what. Importing it makes every step known to Celery."""

from insight.flow import hearing

__all__ = ["hearing"]
