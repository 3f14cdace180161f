"""Words of libraries and of our scripts: named here, they are in our catalogue."""

from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext_lazy

#: Of Django's admin and accounts, whose Korean has particles that fit only half of the names, and words that
#: no office uses.
DJANGO_WORDS = (
    _("Cannot delete %(name)s"),
    _("Delete selected %(verbose_name_plural)s"),
    _("Delete multiple objects"),
    _("Any date"),
    _("This year"),
    _(
        "Please enter the correct %(username)s and password for a staff account. Note that both fields may be case-sensitive."
    ),
    _("Action:"),
    _("Add another %(verbose_name)s"),
    _("Added “%(object)s”."),
    _("Changed “%(object)s” — %(changes)s"),
    _("Deleted “%(object)s.”"),
    _("Added {name} “{object}”."),
    _("and"),
    _("Changed {fields} for {name} “{object}”."),
    _("Changed {fields}."),
    _("Deleted {name} “{object}”."),
    _("No fields changed."),
    _("Hold down “Control”, or “Command” on a Mac, to select more than one."),
    _("Select this object for an action - {}"),
    _("The {name} “{obj}” was added successfully."),
    _("You may edit it again below."),
    _("The {name} “{obj}” was added successfully. You may add another {name} below."),
    _("The {name} “{obj}” was changed successfully. You may edit it again below."),
    _("The {name} “{obj}” was changed successfully. You may add another {name} below."),
    _("The {name} “{obj}” was changed successfully."),
    _("Items must be selected in order to perform actions on them. No items have been changed."),
    _("No action selected."),
    _("The %(name)s “%(obj)s” was deleted successfully."),
    _("%(name)s with ID “%(key)s” doesn’t exist. Perhaps it was deleted?"),
    _("View %s"),
    _("Change %s"),
    _("0 of %(cnt)s selected"),
    _("Change history: %s"),
    _("Successfully deleted %(count)d %(items)s."),
    _(
        "Deleting %(class_name)s %(instance)s would require deleting the following protected related objects: %(related_objects)s"
    ),
    _(
        "There’s been an error. It’s been reported to the site administrators via email and should be fixed shortly. Thanks for your patience."
    ),
    _("Run the selected action"),
    _("Click here to select the objects across all pages"),
    _("Select all %(total_count)s %(module_name)s"),
    _("Breadcrumbs"),
    _("Add link"),
    _("Change or view list link"),
    _("Models in the %(name)s application"),
    _("Model name"),
    _("You don’t have permission to view or edit anything."),
    _("After you’ve created a user, you’ll be able to edit more user options."),
    _("Enter a new password for the user <strong>%(username)s</strong>."),
    _("Welcome,"),
    _("History"),
    _("Remove from sorting"),
    _("Sorting priority: %(priority_number)s"),
    _("Toggle sorting"),
    _("Toggle theme (current theme: auto)"),
    _("Toggle theme (current theme: light)"),
    _("Toggle theme (current theme: dark)"),
    _(
        "Deleting the %(object_name)s '%(escaped_object)s' would result in deleting related objects, but your account doesn't have permission to delete the following types of objects:"
    ),
    _(
        "Deleting the %(object_name)s '%(escaped_object)s' would require deleting the following protected related objects:"
    ),
    _(
        'Are you sure you want to delete the %(object_name)s "%(escaped_object)s"? All of the following related items will be deleted:'
    ),
    _("Objects"),
    _("Yes, I’m sure"),
    _("No, take me back"),
    _(
        "Deleting the selected %(objects_name)s would result in deleting related objects, but your account doesn't have permission to delete the following types of objects:"
    ),
    _(
        "Deleting the selected %(objects_name)s would require deleting the following protected related objects:"
    ),
    _(
        "Are you sure you want to delete the selected %(objects_name)s? All of the following objects and their related items will be deleted:"
    ),
    _("Delete?"),
    _(" By %(filter_title)s "),
    _("Summary"),
    _("My actions"),
    _("None available"),
    _("Added:"),
    _("Changed:"),
    _("Unknown content"),
    _(
        "You are authenticated as %(username)s, but are not authorized to access this page. Would you like to login to a different account?"
    ),
    _("Toggle navigation"),
    _("Sidebar"),
    _("Start typing to filter…"),
    _("Filter navigation items"),
    _("This object doesn’t have a change history. It probably wasn’t added via this admin site."),
    _("Popup closing…"),
    _("Save as new"),
    _("Save and add another"),
    _("Save and continue editing"),
    _("Save and view"),
    _("Change selected %(model)s"),
    _("Delete selected %(model)s"),
    _("View selected %(model)s"),
    _("Thanks for spending some quality time with the web site today."),
    _("Log in again"),
    _(
        "Please enter your old password, for security’s sake, and then enter your new password twice so we can verify you typed it in correctly."
    ),
    _("Password reset"),
    _("Your password has been set.  You may go ahead and log in now."),
    _("Password reset confirmation"),
    _("Please enter your new password twice so we can verify you typed it in correctly."),
    _("New password:"),
    _("Confirm password:"),
    _(
        "The password reset link was invalid, possibly because it has already been used.  Please request a new password reset."
    ),
    _(
        "We’ve emailed you instructions for setting your password, if an account exists with the email you entered. You should receive them shortly."
    ),
    _(
        "If you don’t receive an email, please make sure you’ve entered the address you registered with, and check your spam folder."
    ),
    _("Forgotten your login credentials?"),
    _(
        "Forgotten your password? Enter your email address below, and we’ll email instructions for setting a new one."
    ),
    _("Reset my password"),
    _("Select all objects on this page for an action"),
    _("All dates"),
    _("Select %s to change"),
    _("Select %s to view"),
    _("log entry"),
    _("log entries"),
    _("permission"),
    _("permissions"),
    _("Conflicting form data submitted. Please try again."),
    _("No password set."),
    _("Reset password"),
    _("Please enter a correct %(username)s and password. Note that both fields may be case-sensitive."),
    _("This account is inactive."),
    _(
        "Whether the user will be able to authenticate using a password or not. If disabled, they may still be able to authenticate using other backends, such as Single Sign-On or LDAP."
    ),
    _("Raw passwords are not stored, so there is no way to see the user’s password."),
    _("version"),
    _("superuser status"),
    _("Designates that this user has all permissions without explicitly assigning them."),
    _("The groups this user belongs to. A user will get all permissions granted to each of their groups."),
    _("Specific permissions for this user."),
    _("Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only."),
    _("A user with that username already exists."),
    _("staff status"),
    _("Designates whether the user can log into this admin site."),
    _("active"),
    _(
        "Designates whether this user should be treated as active. Unselect this instead of deleting accounts."
    ),
    _("date joined"),
    _("users"),
    _("Important dates"),
    _("Password reset sent"),
    _("Password reset unsuccessful"),
    _("Password reset complete"),
    _("Password change successful"),
    _("Enter a valid username. This value may contain only letters, numbers, and @/./+/-/_ characters."),
    _("content type"),
    _("content types"),
    _("Content Types"),
)
DJANGO_COUNTS = (
    ngettext_lazy(
        "%(count)s %(name)s was changed successfully.", "%(count)s %(name)s were changed successfully."
    ),
    ngettext_lazy("%(total_count)s selected", "All %(total_count)s selected"),
    ngettext_lazy("Please correct the error below.", "Please correct the errors below."),
    ngettext_lazy("entry", "entries"),
    ngettext_lazy("%(counter)s result", "%(counter)s results"),
)
#: Of the scripts of Django's admin.
DJANGO_SCRIPT_WORDS = (
    _("Available %s"),
    _("Type into this box to filter down the list of available %s."),
    _("Type into this box to filter down the list of selected %s."),
    _("Choose a Date"),
    _("Now"),
)
#: The same, of a number: of one, and of many.
DJANGO_SCRIPT_COUNTS = (
    (_("%(sel)s of %(cnt)s selected"), _("%(sel)s of %(cnt)s selected")),
    (_("Note: You are %s hour ahead of server time."), _("Note: You are %s hours ahead of server time.")),
    (_("Note: You are %s hour behind server time."), _("Note: You are %s hours behind server time.")),
)
#: Of our own scripts.
PICTURE_WORDS = (
    _("Decorative"),
    _("No text alternative"),
    _("Picture"),
    _("The server cannot be reached. Try again."),
    _(
        "You are no longer signed in, or the server cannot be reached. What you wrote is still here: "
        "sign in in another tab, then press this again."
    ),
    _("This picture is gone"),
    _("You may not see the pictures of the library."),
    _("Pictures are not pasted with a text: they were left out."),
    _("Upload pictures"),
    _("Formatting"),
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
