"""The start of everything: settings, urls, the Celery application, the embedded servers."""
