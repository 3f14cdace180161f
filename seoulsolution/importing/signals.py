"""A proposal is open as long as its record's review "another text" is: what ends one ends the other."""

from django.db.models.signals import post_save
from django.dispatch import receiver

from seoulsolution.importing.models import LedgerEntry, Proposal
from seoulsolution.reviews.models import Review
from seoulsolution.reviews.reasons import ReviewReason


@receiver(post_save, sender=Proposal)
def open_review(instance, created, **kwargs):
    """A new text is a new reason to look, whatever was ticked off before."""
    if created and instance.status == Proposal.Status.OPEN:
        Review.objects.update_or_create(
            content_type_id=instance.entry.content_type_id,
            object_id=instance.entry.object_id,
            reason=ReviewReason.SECOND_TEXT,
            defaults={"resolved_at": None, "resolved_by": None},
        )


@receiver(post_save, sender=Review)
def close_proposals(instance, **kwargs):
    """Who ticks the review off without taking a text keeps the record as it is."""
    if instance.reason != ReviewReason.SECOND_TEXT or instance.resolved_at is None:
        return
    entries = LedgerEntry.objects.filter(content_type=instance.content_type_id, object_id=instance.object_id)
    Proposal.objects.filter(entry__in=entries, status=Proposal.Status.OPEN).update(
        status=Proposal.Status.DISMISSED,
        resolved_at=instance.resolved_at,
        resolved_by=instance.resolved_by,
    )
