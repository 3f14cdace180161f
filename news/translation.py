from modeltranslation.translator import TranslationOptions, register

from news.models import Document, Issue, Post, Story, Topic


@register(Topic)
class TopicTranslation(TranslationOptions):
    fields = ("name", "introduction", "keywords")


@register(Post)
class PostTranslation(TranslationOptions):
    fields = ("title", "summary", "key_points", "body", "excerpt")


@register(Document)
class DocumentTranslation(TranslationOptions):
    fields = ("title", "summary", "key_points", "body", "excerpt", "transcript", "department")


@register(Issue)
class IssueTranslation(TranslationOptions):
    fields = ("title", "lead", "photo_caption")


@register(Story)
class StoryTranslation(TranslationOptions):
    fields = ("title", "body")
