"""What a step is: a task that can be taken twice and counts once, and can always be taken again."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from celery import Task, shared_task
from django.db import OperationalError, transaction
from kombu.exceptions import OperationalError as BrokerAway
from redis.exceptions import RedisError

from obsolescence.base.refusals import Busy

log = logging.getLogger("lastbuy.flow")


def step(function: Callable[..., None]) -> Task[..., None]:
    """Make a task of a function; its name is the step's name.

    Busy means that another hand does this work already: nothing to do. A database that is away is tried again.
    Anything else may fail loudly: the sweep takes the step again.
    """

    @wraps(function)
    def run(*args: Any, **kwargs: Any) -> None:
        try:
            function(*args, **kwargs)
        except Busy as busy:
            log.info("%s: %s is being worked on", function.__name__, busy)

    return shared_task(
        name=function.__name__,
        autoretry_for=(OperationalError,),
        retry_backoff=True,
        retry_backoff_max=30,
        max_retries=5,
    )(run)


def after_commit(task: Task[..., None], **arguments: Any) -> None:
    """Start a step once the running transaction is committed; a broker that is away is left to the sweep."""

    def start() -> None:
        try:
            task.delay(**arguments)
        except (BrokerAway, RedisError, OSError) as error:
            log.warning("%s waits for the sweep: %s", task.name, error)

    transaction.on_commit(start)
