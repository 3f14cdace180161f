"""Widgets of the admin: the rich text editor, numbers, and other records."""

from django.contrib.admin.widgets import AutocompleteSelect
from django.forms import TextInput
from django.templatetags.static import static
from django_prose_editor.widgets import AdminProseEditorWidget

from seoulsolution.admin.ids import to_id


class EditorWidget(AdminProseEditorWidget):
    """The editor with our extension (static/admin-site/editor.js).

    The extension names the editing area and sets its language. It also stops the editor from adding a
    ``<style>`` to the page, which the Content-Security-Policy refuses.
    """

    def get_config(self):
        config = super().get_config()
        return config | {
            "extensions": config["extensions"] | {"AdminEditor": True},
            "js_modules": [*config["js_modules"], static("admin-site/editor.js")],
        }


class DigitsInput(TextInput):
    """A number as text: of a half-typed one, ``<input type="number">`` sends nothing at all."""

    def __init__(self, attrs=None):
        super().__init__({"class": "vIntegerField", "inputmode": "numeric"} | (attrs or {}))


class RecordSelect(AutocompleteSelect):
    """A record to look up. Django's fails to show a form again that was sent something else than an id."""

    def optgroups(self, name, value, attr=None):
        return super().optgroups(name, [pk for pk in value if to_id(str(pk))], attr)
