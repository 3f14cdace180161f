from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class NewsConfig(AppConfig):
    name = "news"
    verbose_name = _("News and archive")

    def ready(self):
        from news.default_topics import create_default_topics

        post_migrate.connect(create_default_topics, sender=self)
