from modeltranslation.translator import TranslationOptions, register

from notices.models import Notice, NoticePart, SelectionStep


@register(Notice)
class NoticeTranslation(TranslationOptions):
    fields = ("title", "intro", "how_to_submit", "where_to_submit")


@register(NoticePart)
class NoticePartTranslation(TranslationOptions):
    fields = ("title", "body")


@register(SelectionStep)
class SelectionStepTranslation(TranslationOptions):
    fields = ("title",)
