"""The rich text editor's widget in the admin."""

from django.templatetags.static import static
from django_prose_editor.widgets import AdminProseEditorWidget


class EditorWidget(AdminProseEditorWidget):
    """The editor with our extension (static/admin-site/editor.js).

    It gives the editing area its language and its name, and keeps the editor from writing a
    ``<style>`` of its own into the page, which the Content-Security-Policy would refuse.
    """

    def get_config(self):
        config = super().get_config()
        return config | {
            "extensions": config["extensions"] | {"AdminEditor": True},
            "js_modules": [*config["js_modules"], static("admin-site/editor.js")],
        }
