"""What the audit log learns from Django's signals: of the admin, of commands and of the shell alike."""

from axes.signals import user_locked_out
from django.contrib.auth.models import Group, Permission, User
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save

from seoulsolution.accounts import audit, mails, sessions
from seoulsolution.accounts.models import AuditEntry, AuditEvent, RoleAssignment, StaffSession

#: What of an account decides who may do what. The address gets the mail that resets a password.
FIELDS = ("username", "email", "is_active", "is_staff", "is_superuser")


def connect() -> None:
    for signal, receiver, sender in (
        (user_logged_in, signed_in, None),
        (user_logged_out, signed_out, None),
        (user_login_failed, sign_in_failed, None),
        (user_locked_out, locked_out, None),
        (pre_save, remember_account, User),
        (post_save, account_saved, User),
        (post_delete, account_deleted, User),
        (post_save, role_given, RoleAssignment),
        (post_delete, role_taken, RoleAssignment),
        (post_delete, group_deleted, Group),
        (m2m_changed, relation_changed, User.groups.through),
        (m2m_changed, relation_changed, User.user_permissions.through),
        (m2m_changed, relation_changed, Group.permissions.through),
        (post_save, mails.follow_entry, AuditEntry),
    ):
        signal.connect(receiver, sender=sender, dispatch_uid=f"accounts.{receiver.__name__}.{sender}")


# Signing in and out ---------------------------------------------------------------------------------------


def signed_in(sender, request, user, **kwargs):
    sessions.begin(request, user)
    audit.record(AuditEvent.SIGNED_IN, user, actor=user, request=request)


def signed_out(sender, request, user, **kwargs):
    if user is None:
        return
    StaffSession.objects.filter(pk=sessions.current(request) or None).delete()
    audit.record(AuditEvent.SIGNED_OUT, user, actor=user, request=request)


def sign_in_failed(sender, credentials, request=None, **kwargs):
    """Note a failure, but none of who is locked out already: strangers could fill the log."""
    if request is not None and not _was_locked_out(request):
        audit.record(AuditEvent.SIGN_IN_FAILED, _known(credentials.get("username")), request=request)


def locked_out(sender, request, username, **kwargs):
    """Note that somebody is locked out from now on; django-axes says it at every later try, too."""
    if not _was_locked_out(request):
        audit.record(AuditEvent.LOCKED_OUT, _known(username), request=request)


def _was_locked_out(request):
    """Tell whether django-axes refused this request before it had failed: then it counts no failures."""
    return getattr(request, "axes_locked_out", False) and request.axes_failures_since_start is None


def _known(name):
    """Return the name of the account that was meant, "" if there is none: people type passwords there."""
    if name and len(name) > User._meta.get_field("username").max_length:
        return ""  # SQLite refuses to compare with what is very long
    return User.objects.filter(username__iexact=name or "").values_list("username", flat=True).first() or ""


# Accounts -------------------------------------------------------------------------------------------------


def remember_account(sender, instance, raw=False, **kwargs):
    """Keep what an account was before it is saved."""
    known = not raw and instance.pk and User.objects.filter(pk=instance.pk).values(*FIELDS).first()
    instance._before = known or None


def account_saved(sender, instance, created, raw=False, **kwargs):
    if raw:
        return
    before = instance._before or {"is_superuser": False}
    changes = [
        (name, str(before[name]), str(getattr(instance, name)))
        for name in FIELDS
        if name in before and before[name] != getattr(instance, name)
    ]
    if created:
        audit.record(AuditEvent.ACCOUNT_ADDED, instance)
    if changes:
        audit.record(AuditEvent.RIGHTS_CHANGED, instance, changes=changes)
    # Set by set_password() alone: at sign-in Django may hash the same password in a newer way.
    if instance._password is not None and not created:
        sessions.end_others(instance)
        audit.record(AuditEvent.PASSWORD_CHANGED, instance)


def account_deleted(sender, instance, **kwargs):
    audit.record(AuditEvent.ACCOUNT_DELETED, instance.get_username())


# Rights ---------------------------------------------------------------------------------------------------


def role_given(sender, instance, raw=False, **kwargs):
    if not raw:
        audit.record(AuditEvent.RIGHTS_CHANGED, instance.user, changes=[("role", "", _role(instance))])


def role_taken(sender, instance, **kwargs):
    audit.record(AuditEvent.RIGHTS_CHANGED, instance.user, changes=[("role", _role(instance), "")])


def _role(assignment):
    return f"{assignment.role.name} ({assignment.section or 'all'})"


def group_deleted(sender, instance, **kwargs):
    audit.record(AuditEvent.RIGHTS_CHANGED, instance.name, changes=[("group", instance.name, "")])


def relation_changed(sender, instance, action, model, pk_set, **kwargs):
    """Note the groups or permissions that an account or group got or lost, or the accounts of a group."""
    field = model._meta.model_name
    if action == "post_clear":
        changes = [(field, "*", "")]
    elif action in ("post_add", "post_remove"):
        names = sorted(_name(each) for each in model.objects.filter(pk__in=pk_set))
        changes = [(field, "", name) if action == "post_add" else (field, name, "") for name in names]
    else:
        return
    if changes:
        audit.record(AuditEvent.RIGHTS_CHANGED, _name(instance), changes=changes)


def _name(thing):
    return ".".join(thing.natural_key()[1::-1]) if isinstance(thing, Permission) else str(thing)
