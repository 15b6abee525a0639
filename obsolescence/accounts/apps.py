from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "obsolescence.accounts"
    label = "accounts"
