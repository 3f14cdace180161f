"""What the importer remembers of a text that is erased: its lines, its ledger entry, second texts."""

from django.dispatch import receiver

from seoulsolution.importing.models import LedgerEntry, SourceFile, UnplacedLine
from seoulsolution.importing.review.lines import split
from seoulsolution.revisions.erasing import erased


@receiver(erased)
def erase_what_was_imported(keys, origins, **kwargs):
    """Blank the text; keep the keys, by which the next import knows that the record is not wanted."""
    places = [(row["sha256"], row["first_line"], row["last_line"]) for row in origins]
    for kind, pk in keys:
        for entry in LedgerEntry.objects.filter(content_type=kind, object_id=pk):
            proposals = entry.proposals.values_list("source__sha256", "first_line", "last_line")
            places += proposals
            entry.proposals.all().delete()
            entry.title = entry.title_key = entry.prefix_key = entry.text = entry.body_key = ""
            entry.written = {}
            entry.save()
    for place in places:
        _erase_lines(*place)


def _erase_lines(sha256, first, last):
    """Blank the lines of a file, what the report says of them, and their notes."""
    source = SourceFile.objects.filter(sha256=sha256).first()
    if source is None:
        return
    lines = split(source.text)
    lines[first - 1 : last] = [""] * len(lines[first - 1 : last])
    source.text = "\n".join(lines)
    for row in source.listing.get("records", ()):
        if first <= row["lines"][0] and row["lines"][1] <= last:
            row["title"] = ""
    for warning in source.listing.get("warnings", ()):
        if first <= warning[0] <= last:
            warning[1] = ""
    source.save(update_fields=["text", "listing"])
    UnplacedLine.objects.filter(source=source, number__range=(first, last)).update(text="")
