from modeltranslation.translator import TranslationOptions, register

from seoulsolution.media.models import File, Image


@register(Image)
class ImageTranslation(TranslationOptions):
    fields = ("alt", "caption")


@register(File)
class FileTranslation(TranslationOptions):
    fields = ("title",)
