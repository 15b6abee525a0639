from django.apps import AppConfig


class BomsConfig(AppConfig):
    name = "obsolescence.boms"
    label = "boms"
