"""Words of libraries that bring no Korean of their own: named here so that our catalogue translates them."""

from django.utils.translation import gettext_noop as _

#: Of the rich text editor; its scripts ask for them through the admin's JavaScript catalogue.
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
)

#: Of the pages of django-reversion.
HISTORY_WORDS = (
    _("Initial version."),
    _("Recover %(name)s"),
    _("Recover deleted %(name)s"),
    _("Revert %(name)s"),
    _("Revert %(verbose_name)s"),
    _("Reverted to previous version, saved on %(datetime)s"),
    _("Could not load %(object_repr)s version - not found"),
    _("Press the save button below to revert to this version of the object."),
    _("Press the save button below to recover this version of the object."),
    _("Choose a date from the list below to revert to a previous version of this object."),
    _("Choose a date from the list below to recover a deleted version of an object."),
    _("There are no deleted objects to recover."),
    _("This object doesn't have a change history. It probably wasn't added via this admin site."),
)
