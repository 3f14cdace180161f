from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "seoulsolution.operations"
    label = "operations"

    def ready(self) -> None:
        from seoulsolution.operations import housekeeping

        housekeeping.register()
