from django.apps import AppConfig


class BaseConfig(AppConfig):
    name = "obsolescence.base"
    label = "base"
