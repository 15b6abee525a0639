"""The servers that Lastbuy brings along, and the one process that starts and stops everything (``make up``)."""
