"""Leads: one open per organisation × project, raised and updated by what happens, closed by outcome or when it rests."""

from insight.leads.services.raising import Trigger, move, refresh

__all__ = ["Trigger", "move", "refresh"]
