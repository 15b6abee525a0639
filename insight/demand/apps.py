from django.apps import AppConfig


class DemandConfig(AppConfig):
    name = "insight.demand"
    label = "demand"
