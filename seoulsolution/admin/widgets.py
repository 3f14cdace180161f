"""Widgets of the admin: the rich text editor, numbers, and other records."""

from django.contrib.admin.widgets import AdminTextInputWidget, AutocompleteSelect
from django.forms import TextInput
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django_prose_editor.widgets import AdminProseEditorWidget
from js_asset import Media

from seoulsolution.admin.ids import to_id

#: Of the picker, which texts and fields that name a picture open.
PICKER_SCRIPTS = ("admin-site/upload.js", "admin-site/picker.js")
#: Each exports extensions of the editor.
EDITOR_MODULES = ("editor", "links", "paste")


class EditorWidget(AdminProseEditorWidget):
    """The editor with our extensions (static/admin-site/editor.js).

    One names the editing area and sets its language. It also stops the editor from adding a ``<style>`` to
    the page, which the Content-Security-Policy refuses. Others show and place pictures, let tables begin with
    a header row and be left by the keyboard, look up pages to link to, and tidy what is pasted.
    """

    @property
    def media(self):
        return super().media + Media(js=PICKER_SCRIPTS)

    def get_config(self):
        config = super().get_config()
        return config | {
            "extensions": config["extensions"]
            | {"AdminEditor": True, "SitePicture": {"picker": reverse("admin:media_image_picker")}}
            | {"RecordLink": {"chooser": reverse("admin:link_chooser")}}
            | dict.fromkeys(("CleanPaste", "LeaveTable", "TableWithHeader"), True),
            "js_modules": [
                *config["js_modules"],
                *(static(f"admin-site/{name}.js") for name in EDITOR_MODULES),
            ],
        }


class DigitsInput(TextInput):
    """A number as text: of a half-typed one, ``<input type="number">`` sends nothing at all."""

    def __init__(self, attrs=None):
        super().__init__({"class": "vIntegerField", "inputmode": "numeric"} | (attrs or {}))


class CellInput(AdminTextInputWidget):
    """An input in a table of rows, which shows no help texts: what is to say of it is ``below``, as HTML."""

    below = ""

    def render(self, *args, **kwargs):
        return format_html("{}{}", super().render(*args, **kwargs), self.below)


class RecordSelect(AutocompleteSelect):
    """A record to look up. Django's fails to show a form again that was sent something else than an id."""

    def optgroups(self, name, value, attr=None):
        return super().optgroups(name, [pk for pk in value if to_id(str(pk))], attr)
