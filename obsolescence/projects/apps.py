from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "obsolescence.projects"
    label = "projects"
