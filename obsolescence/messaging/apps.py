from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "obsolescence.messaging"
    label = "messaging"
