from django.apps import AppConfig


class LeadsConfig(AppConfig):
    name = "insight.leads"
    label = "leads"
