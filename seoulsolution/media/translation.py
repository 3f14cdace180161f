from modeltranslation.translator import TranslationOptions, register

from seoulsolution.media.models import Image


@register(Image)
class ImageTranslation(TranslationOptions):
    fields = ("alt",)
