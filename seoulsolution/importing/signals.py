"""Keep proposals and reviews in step: a proposal is open while its record's review for it is."""

from django.db.models.signals import post_save
from django.dispatch import receiver

from seoulsolution.importing.models import LedgerEntry, Proposal
from seoulsolution.reviews.models import Review
from seoulsolution.reviews.reasons import ReviewReason


@receiver(post_save, sender=Proposal)
def open_review(instance, created, **kwargs):
    """Open the review for a new proposal, even if it was resolved for an earlier one."""
    if created and instance.status == Proposal.Status.OPEN:
        Review.objects.update_or_create(
            content_type_id=instance.entry.content_type_id,
            object_id=instance.entry.object_id,
            reason=ReviewReason.SECOND_TEXT,
            defaults={"resolved_at": None, "resolved_by": None},
        )


@receiver(post_save, sender=Review)
def close_proposals(instance, **kwargs):
    """Dismiss the open proposals when the review is resolved: the record stays as it is."""
    if instance.reason != ReviewReason.SECOND_TEXT or instance.resolved_at is None:
        return
    entries = LedgerEntry.objects.filter(content_type=instance.content_type_id, object_id=instance.object_id)
    Proposal.objects.filter(entry__in=entries, status=Proposal.Status.OPEN).update(
        status=Proposal.Status.DISMISSED,
        resolved_at=instance.resolved_at,
        resolved_by=instance.resolved_by,
    )
