"""The web's door for granian and any other WSGI server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("LASTBUY_LOGIN", "web")  # before settings are read: the web may never become jobs

application = get_wsgi_application()
