"""The Celery application. Measured reasons for each setting: docs/adr/0003-steps.md."""

from __future__ import annotations

import gc
import os
from typing import Any

from celery import Celery
from celery.schedules import crontab
from celery.signals import worker_process_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("lastbuy")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    task_acks_late=True,
    task_reject_on_worker_lost=True,  # acks_late alone loses the task of a killed child
    task_acks_on_failure_or_timeout=True,
    worker_prefetch_multiplier=1,
    task_time_limit=900,
    task_soft_time_limit=840,
    task_ignore_result=True,
    task_default_queue="steps",
    task_serializer="json",
    accept_content=["json"],
    broker_connection_retry_on_startup=True,
    worker_soft_shutdown_timeout=1,
    worker_hijack_root_logger=False,
    broker_transport_options={
        "visibility_timeout": 1800,
        "unacked_restore_interval": 10,
        "unacked_restore_throttle": 1,
        "global_keyprefix": os.environ.get("BROKER_PREFIX", ""),
        "socket_timeout": 10,
        "socket_connect_timeout": 5,
        "socket_keepalive": True,
    },
    beat_schedule_filename=os.environ.get("BEAT_SCHEDULE", "var/beat"),
    beat_schedule={
        "deliver what is due": {"task": "deliver_messages", "schedule": 5.0, "options": {"expires": 5}},
        "pick up what stands still": {"task": "sweep", "schedule": 30.0, "options": {"expires": 30}},
        "hear what changed": {"task": "hear_events", "schedule": 5.0, "options": {"expires": 5}},
        "work everything out anew": {"task": "refresh_everything", "schedule": crontab(hour=2, minute=15)},
        "tell what was found": {"task": "tell_of_matches", "schedule": crontab(hour=5, minute=30)},
    },
    imports=["obsolescence.flow", "insight.flow"],
)


@worker_process_init.connect
def collect_garbage_seldom(**_: Any) -> None:
    """A great list makes hundreds of thousands of objects that all live until it is stored: looking through them for
    circles again and again took half of the time of 50,000 lines (5.1 s of processor, 2.8 s like this)."""
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
