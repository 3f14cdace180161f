from modeltranslation.translator import TranslationOptions, register

from seoulsolution.pages.models import Page


@register(Page)
class PageTranslation(TranslationOptions):
    fields = ("title", "body")
