"""Signal handlers that update the index in the transaction of each change of a record."""

from functools import partial

from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save

from seoulsolution.content import postponing
from seoulsolution.content.bulk import bulk_prepared, bulk_updated
from seoulsolution.media import uses
from seoulsolution.media.models import File
from seoulsolution.search import registry
from seoulsolution.search.index import ahead
from seoulsolution.search.index.entries import records_with_topic, refresh, texts_of_new


def connect():
    """Connect to the signals of the registered kinds, their parts and the topics. Call it once."""
    for source in registry.sources().values():
        _on(source, source.model, [post_save, post_delete], partial(_saved, source))
        _on(source, source.model, [bulk_updated], partial(_changed, source))
        for relation in map(source.model._meta.get_field, source.search_parts):
            part, key = relation.related_model, relation.field.attname
            _on(source, part, [pre_save], partial(_remember_owner, key))
            _on(source, part, [post_save, post_delete], partial(_part_saved, source, key))
            _on(source, part, [bulk_updated], partial(_parts_changed, source, part, key))
        if source.search_topics:
            through = getattr(source.model, source.search_topics).through
            _on(source, through, [m2m_changed], partial(_topics_changed, source))
            _on(source, registry.topic_model(), [post_delete], partial(_topic_deleted, source))
    post_save.connect(_file_saved, sender=File, dispatch_uid="search:file")
    bulk_updated.connect(_files_changed, sender=File, dispatch_uid="search:file")
    bulk_prepared.connect(_make_tokens, dispatch_uid="search:ahead")


def _on(source, sender, signals, handler):
    for signal in signals:
        signal.connect(handler, sender=sender, weak=False, dispatch_uid=f"search:{source.name}")


def _changed(source, pks, using, **kwargs):
    postponing.call(refresh, source, pks, using)


def _make_tokens(records, **kwargs):
    by_model = {source.model: source for source in registry.sources().values()}
    found = ((by_model.get(type(record)), record) for record in records)
    ahead.make(text for source, record in found if source for text in texts_of_new(source, record))


def _saved(source, instance, using, raw=False, **kwargs):
    if not raw:
        _changed(source, [instance.pk], using)


def _remember_owner(key, instance, using, raw=False, **kwargs):
    """Remember the record that a part belongs to: if the part moves to another, both change."""
    rows = type(instance).objects.using(using).filter(pk=instance.pk)
    instance.left_for_search = set(rows.values_list(key, flat=True)) if instance.pk and not raw else set()


def _part_saved(source, key, instance, using, raw=False, **kwargs):
    if not raw:
        left = instance.__dict__.pop("left_for_search", set())
        _changed(source, {getattr(instance, key), *left}, using)


def _parts_changed(source, part, key, pks, using, left, **kwargs):
    """Update the records that the parts belong to, and those that they belonged to."""
    owners = part.objects.using(using).filter(pk__in=pks).order_by().values_list(key, flat=True)
    _changed(source, {*owners, *left.get(key, ())}, using)


def _topics_changed(source, instance, action, reverse, pk_set, using, **kwargs):
    if action not in ("post_add", "post_remove", "post_clear"):
        return
    if not reverse:
        _changed(source, [instance.pk], using)
    elif action == "post_clear":
        _topic_deleted(source, instance, using)
    else:
        _changed(source, pk_set or (), using)


def _topic_deleted(source, instance, using, **kwargs):
    """Update the records that had a topic, which only the index still knows."""
    _changed(source, records_with_topic(source, instance.pk, using), using)


def _file_saved(instance, using, created, raw=False, **kwargs):
    """Update what is found by the text of a file that was changed."""
    if not (created or raw):
        _follow_users([instance], using)


def _files_changed(pks, using, created, **kwargs):
    _follow_users(File.objects.using(using).filter(pk__in=() if created else pks), using)


def _follow_users(files, using):
    by_model = {source.model: source for source in registry.sources().values()}
    for record in (record for file in files for record in uses.users_of(file)):
        if source := by_model.get(type(record)):
            _changed(source, [record.pk], using)
