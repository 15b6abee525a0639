from django.apps import AppConfig


class RiskConfig(AppConfig):
    name = "obsolescence.risk"
    label = "risk"
