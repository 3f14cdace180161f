"""Publishing by the clock, without a job."""

from django.utils.decorators import sync_only_middleware

from seoulsolution.revisions.publishing import publish_due


@sync_only_middleware
def publish_due_drafts(get_response):
    """Publish what is due before the first request after that moment is answered: one look at an index."""

    def answer(request):
        publish_due()
        return get_response(request)

    return answer
