"""Whether a message may be sent, and why: the one policy that every message to a customer passes."""

from __future__ import annotations

from dataclasses import dataclass

TOPICS = ("alert", "correction", "matched", "watch", "question", "access")
CHANNELS = ("inapp", "email")

CHOOSABLE = (
    "alert",
    "matched",
    "watch",
    "question",
    "access",
)  # a correction follows what was sent, whatever is wished since

# The words shown where a person chooses; they are stored with the choice.
WORDING = {
    "alert": "Tell me when a part on a bill of materials that I follow is announced as discontinued or changes.",
    "correction": "Tell me when something that I was told turns out to be wrong.",
    "matched": "Tell me, once a day, when lines of a project that I follow are newly found in the catalogue.",
    "watch": "Ask me, once a project, whether I follow it.",
    "question": "Tell me when a colleague asks me about a line of a parts list, or answers me.",
    "access": "Tell me about invitations and requests to join my organisation.",
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about one message and its recipient."""

    topic: str
    channel: str
    address_is_verified: bool
    is_active_member: bool
    wants_topic: bool | None
    was_told_before: bool


@dataclass(frozen=True, slots=True)
class Decision:
    send: bool
    reason: str


def decide(facts: Facts) -> Decision:
    """Send or not, with the reason that is stored. A wish that was never stated counts as yes for service topics.

    A correction goes to exactly those who got the original, whatever they wished since.
    """
    if not facts.is_active_member:
        return Decision(False, "no longer an active member")
    if facts.was_told_before:
        return Decision(False, "told before")
    if facts.channel == "email" and not facts.address_is_verified:
        return Decision(False, "the mail address is not verified")
    if facts.topic != "correction" and facts.wants_topic is False:
        return Decision(False, f"does not want {facts.topic} by {facts.channel}")
    if facts.topic == "correction":
        return Decision(True, "got the message that this corrects")
    if facts.topic == "question":
        return Decision(True, "a colleague asked or answered")
    follows = facts.topic in ("alert", "matched")
    return Decision(True, "follows this project" if follows else "asked for this topic")
