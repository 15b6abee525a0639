from django.apps import AppConfig


class LastbuyConfig(AppConfig):
    name = "config"
    label = "config"

    def ready(self) -> None:
        import config.celery  # noqa: F401 - tasks need the application before the first is sent
