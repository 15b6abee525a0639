from django.apps import AppConfig


class RelationsConfig(AppConfig):
    name = "obsolescence.relations"
    label = "relations"
