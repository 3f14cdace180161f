"""The roles that exist from the start: groups whose permissions follow from what the models declare.

A model says in ``section`` which section of the site it belongs to. A child (``revision_parent`` names its
foreign key to its record) belongs to the section of its record and needs no permissions of its own.
"""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import DEFAULT_DB_ALIAS, router, transaction
from django.db.models import Model
from django.utils.translation import gettext_noop

#: What each role may do with every model that has a section, as far as the model has such a permission.
ROLES = {
    gettext_noop("Author"): {"view", "add"},
    gettext_noop("Translator"): {"view", "translate"},
    gettext_noop("Editor"): {"view", "add", "change", "translate"},
    gettext_noop("Publisher"): {"view", "add", "change", "translate", "publish", "delete"},
    gettext_noop("Administrator"): {"view", "add", "change", "translate", "publish", "delete"},
}
#: The terms of search serve all sections.
TERMS = {f"search.{action}_term" for action in ("view", "add", "change", "delete")}
#: Lines that an import could not place may be of any section.
UNPLACED = {"importing.view_unplacedline", "importing.change_unplacedline", "importing.view_sourcefile"}
#: Permissions of single roles on models without a section. Only a role for all sections gives them.
FURTHER = {
    "Editor": TERMS | UNPLACED,
    "Publisher": TERMS | UNPLACED,
    "Administrator": TERMS
    | UNPLACED
    | {
        "auth.view_user",
        "auth.add_user",
        "auth.change_user",
        "accounts.view_auditentry",
        "accounts.view_roleassignment",
        "accounts.add_roleassignment",
        "accounts.change_roleassignment",
        "accounts.delete_roleassignment",
        "revisions.erase_text",
        "subscriptions.view_subscriber",
        "subscriptions.delete_subscriber",
    },
}


def section_of(model: type[Model]) -> str:
    """Return the section that ``model`` belongs to, "" if none."""
    section = getattr(model, "section", "")
    if isinstance(section, str) and section:
        return section
    if not (parent := getattr(model, "revision_parent", "")):
        return ""
    owner = model._meta.get_field(parent).related_model
    return section_of(owner) if isinstance(owner, type) else ""


def gives(role: str, app_label: str, model_name: str, codename: str) -> bool:
    """Tell whether a role has a permission from the start."""
    if f"{app_label}.{codename}" in FURTHER.get(role, ()):
        return True
    try:
        model = installed.get_model(app_label, model_name)
    except LookupError:
        return False
    is_child = bool(getattr(model, "revision_parent", ""))
    if is_child or not section_of(model):
        return False
    actions = ROLES[role]
    is_curated = bool(getattr(model, "is_curated", None))
    if is_curated and "change" not in actions:
        actions = actions - {"add"}
    return codename in {f"{action}_{model_name}" for action in actions}


def create_roles(sender, using=DEFAULT_DB_ALIAS, apps=installed, verbosity=1, **kwargs):
    """Create the roles, and give them the permissions of the app ``sender`` that are new.

    Receiver of post_migrate, called once per app. A permission is given when it is created or when the group
    is, and never again: one that was taken away stays away. To know which ones are new, this receiver creates
    them itself; it is connected before that of django.contrib.auth, which then finds nothing left to do.
    """
    try:
        group_model, permission_model = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    except LookupError:
        return
    if not router.allow_migrate_model(using, group_model):
        return
    every = permission_model.objects.using(using).select_related("content_type").order_by()
    groups = group_model.objects.using(using).order_by()
    with transaction.atomic(using=using):
        of_app = every.filter(content_type__app_label=sender.label)
        known = set(of_app.values_list("pk", flat=True))
        create_permissions(sender, verbosity=verbosity, using=using, apps=apps)
        new = list(of_app.exclude(pk__in=known))
        there = {group.name: group for group in groups.filter(name__in=ROLES)}
        for name in ROLES:
            if group := there.get(name):
                _add(group, new)
            else:
                _add(groups.create(name=name), list(every))


def _add(group, permissions):
    given = [
        each
        for each in permissions
        if gives(group.name, each.content_type.app_label, each.content_type.model, each.codename)
    ]
    through = group.permissions.through
    # Without signals: the roles as they come are no change that somebody made.
    through.objects.using(group._state.db).bulk_create(
        (through(group_id=group.pk, permission_id=each.pk) for each in given), ignore_conflicts=True
    )
