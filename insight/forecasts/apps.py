from django.apps import AppConfig


class ForecastsConfig(AppConfig):
    name = "insight.forecasts"
    label = "forecasts"
