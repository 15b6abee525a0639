from django.apps import AppConfig


class AlertsConfig(AppConfig):
    name = "obsolescence.alerts"
    label = "alerts"
