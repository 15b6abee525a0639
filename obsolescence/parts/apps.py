from django.apps import AppConfig


class PartsConfig(AppConfig):
    name = "obsolescence.parts"
    label = "parts"
