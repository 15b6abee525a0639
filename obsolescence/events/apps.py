from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "obsolescence.events"
    label = "events"
