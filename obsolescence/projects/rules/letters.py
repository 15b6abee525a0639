"""What people are asked about a project."""

from __future__ import annotations

from typing import Any


def ask_to_watch(project_id: int, name: str) -> dict[str, Any]:
    """The question whether somebody follows a project; the words of a ``messaging.services.Draft``."""
    return {
        "topic": "watch",
        "key": f"watch-{project_id}",
        "subject": f"Do you want to follow {name}?",
        "link": f"/projects/{project_id}/",
        "body": {
            "alerts": [],
            "heading": f"Do you want to follow {name}?",
            "sentence": "Whoever follows a project is told when one of its parts is discontinued or changes, in time to order."
            " Your colleagues have begun to work on it; you are asked once.",
            "items": [],
            "more": 0,
            "button": "Follow this project",
            "why": f"You are an owner or a buyer of the organisation that {name} belongs to.",
        },
    }
