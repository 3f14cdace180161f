"""Words of libraries and of our scripts: named here, they are in our catalogue."""

from django.utils.translation import gettext_noop as _

#: Of Django's admin, whose Korean has a particle that fits only half of the names.
DJANGO_WORDS = (_("Cannot delete %(name)s"),)
#: Of our own scripts for pictures.
PICTURE_WORDS = (
    _("Decorative"),
    _("No text alternative"),
    _("Picture"),
    _("The server cannot be reached. Try again."),
    _("This picture is gone"),
)
#: Of the rich text editor; its script takes them from the admin's JavaScript catalogue.
SCRIPT_WORDS = (
    _("Cancel"),
    _("Columns"),
    _("Edit Link"),
    _("Include header row"),
    _("Insert Table"),
    _("List properties"),
    _("List type"),
    _("Rows"),
    _("Start at"),
    _("Table Properties"),
    _("Title"),
    _("URL"),
    _("Update"),
    _("Decimal numbers"),
    _("Lowercase letters"),
    _("Uppercase letters"),
    _("Lowercase Roman numerals"),
    _("Uppercase Roman numerals"),
    _("Bullets"),
    _("paragraph"),
    _("unordered list"),
    _("ordered list"),
    _("blockquote"),
    _("horizontal rule"),
    _("bold"),
    _("italic"),
    _("subscript"),
    _("superscript"),
    _("insert link"),
    _("remove link"),
    _("Insert table"),
    _("Add column"),
    _("Delete column"),
    _("Add row"),
    _("Delete row"),
    _("Merge cells"),
    _("Split cell"),
    _("Toggle header cell"),
    _("Delete table"),
    _("undo"),
    _("redo"),
    _("Heading 2"),
    _("Heading 3"),
    _("Heading 4"),
    _("Paragraph"),
    _("Code block"),
)
