from modeltranslation.translator import TranslationOptions, register

from seoulsolution.pages.models import Alert, Page


@register(Page)
class PageTranslation(TranslationOptions):
    fields = ("title", "body")


@register(Alert)
class AlertTranslation(TranslationOptions):
    fields = ("message", "link")
