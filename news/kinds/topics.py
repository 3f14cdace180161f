"""Topics in the sitemap, the API and structured data."""

from django.utils.translation import gettext_lazy as _

from news.models import Topic
from seoulsolution.content.syndication import jsonld
from seoulsolution.content.syndication.api.fields import Field, TranslatedField
from seoulsolution.content.syndication.http import LICENCE_URL, absolute
from seoulsolution.content.syndication.kinds import Kind, register


@register
class TopicKind(Kind):
    """Topics store no time of change: a topic's page changes when its posts and documents do."""

    name = "topics"
    model = Topic
    label = _("Topics")
    list_name = "news:topic_list"
    navigation_position = 6
    api_fields = (
        Field("slug", _("short name; it stands in addresses and filters")),
        TranslatedField("name", _("name")),
        TranslatedField("introduction", _("one or two sentences")),
        TranslatedField(
            "url", _("address of its page"), lambda topic, code: absolute(topic.get_absolute_url(code))
        ),
        Field("news", _("number of public news posts"), lambda topic: topic.post_count),
        Field("archive", _("number of public archive documents"), lambda topic: topic.document_count),
    )
    api_lookup = "slug"

    def sitemap_queryset(self, ids):
        return self.model.objects.visible().filter(pk__gte=ids.start, pk__lt=ids.stop)

    def sitemap_changed_at(self, record, language):
        return None

    def api_conditions(self, key):
        return {"slug": key}

    def api_queryset(self, language):
        return super().api_queryset(language).counted()

    def jsonld(self, item):
        return {
            "@type": "CollectionPage",
            "url": absolute(item.canonical_url),
            "name": str(item),
            "inLanguage": item.lang,
            "description": item.introduction,
            "about": {"@type": "Thing", "name": str(item)},
            "publisher": jsonld.publisher(item.lang),
            "license": LICENCE_URL,
        }
