"""Signal handlers that update the index in the transaction of each change of a record."""

from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save

from seoulsolution.content import postponing
from seoulsolution.content.bulk import bulk_updated
from seoulsolution.media import uses
from seoulsolution.media.models import File
from seoulsolution.search import registry
from seoulsolution.search.index.entries import records_with_topic, refresh


def _changed(source, pks, using):
    postponing.call(refresh, source, pks, using)


def connect():
    """Connect to the signals of the registered kinds, their parts and the topics. Call it once."""
    for source in registry.sources().values():
        _follow_record(source)
        if source.search_topics:
            _follow_topics(source)
        for name in source.search_parts:
            _follow_part(source, source.model._meta.get_field(name))
    post_save.connect(_follow_file, sender=File, dispatch_uid="search:file")
    bulk_updated.connect(_follow_files, sender=File, dispatch_uid="search:file")
    if model := registry.topic_model():
        post_delete.connect(_forget_topic, sender=model, dispatch_uid="search:topic")


def _follow_record(source):
    def follow(instance, using, raw=False, **kwargs):
        if not raw:
            _changed(source, [instance.pk], using)

    def follow_many(pks, using, **kwargs):
        _changed(source, pks, using)

    bulk_updated.connect(follow_many, sender=source.model, weak=False, dispatch_uid=f"search:{source.name}")
    for signal in (post_save, post_delete):
        signal.connect(follow, sender=source.model, weak=False, dispatch_uid=f"search:{source.name}")


def _follow_part(source, relation):
    part, key = relation.related_model, relation.field.attname

    def remember(instance, using, raw=False, **kwargs):
        """Remember the record that a part belongs to: if the part moves to another, both change."""
        rows = part.objects.using(using).filter(pk=instance.pk)
        instance.left_for_search = set(rows.values_list(key, flat=True)) if instance.pk and not raw else set()

    def follow(instance, using, raw=False, **kwargs):
        if not raw:
            left = instance.__dict__.pop("left_for_search", set())
            _changed(source, {getattr(instance, key), *left}, using)

    def follow_many(pks, using, left, **kwargs):
        """Update the records that the parts belong to, and those that they belonged to."""
        parts = part.objects.using(using).filter(pk__in=pks).order_by()
        _changed(source, {*parts.values_list(key, flat=True), *left.get(key, ())}, using)

    uid = f"search:{source.name}:{relation.name}"
    bulk_updated.connect(follow_many, sender=part, weak=False, dispatch_uid=uid)
    pre_save.connect(remember, sender=part, weak=False, dispatch_uid=uid)
    for signal in (post_save, post_delete):
        signal.connect(follow, sender=part, weak=False, dispatch_uid=uid)


def _follow_topics(source):
    def follow(instance, action, reverse, pk_set, using, **kwargs):
        if action not in ("post_add", "post_remove", "post_clear"):
            return
        if not reverse:
            _changed(source, [instance.pk], using)
        elif action == "post_clear":
            # Only the index still knows which records had the topic.
            _changed(source, records_with_topic(source, instance.pk, using), using)
        else:
            _changed(source, pk_set or (), using)

    through = getattr(source.model, source.search_topics).through
    m2m_changed.connect(follow, sender=through, weak=False, dispatch_uid=f"search:{source.name}:topics")


def _follow_file(instance, using, created, raw=False, **kwargs):
    """Update what is found by the text of a file that was changed."""
    if not (created or raw):
        _follow_users(instance, using)


def _follow_files(pks, using, created, **kwargs):
    for file in File.objects.using(using).filter(pk__in=() if created else pks):
        _follow_users(file, using)


def _follow_users(file, using):
    by_model = {source.model: source for source in registry.sources().values()}
    for record in uses.users_of(file):
        if source := by_model.get(type(record)):
            _changed(source, [record.pk], using)


def _forget_topic(instance, using, **kwargs):
    for source in registry.sources().values():
        if source.search_topics:
            _changed(source, records_with_topic(source, instance.pk, using), using)
