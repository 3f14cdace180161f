"""The permissions that users have by their roles."""

from django.contrib.auth.backends import BaseBackend

from seoulsolution.accounts.models import RoleAssignment


class RoleBackend(BaseBackend):
    """Gives the permissions of a role for the models of the section it was given for.

    They are read once and cached on the user, as Django's own backend does.
    """

    def get_group_permissions(self, user_obj, obj=None):
        if not user_obj.is_active or user_obj.is_anonymous or obj is not None:
            return set()
        if not hasattr(user_obj, "_role_permissions"):
            user_obj._role_permissions = RoleAssignment.objects.filter(user=user_obj).permissions()
        return user_obj._role_permissions

    def has_module_perms(self, user_obj, app_label):
        return any(each.partition(".")[0] == app_label for each in self.get_all_permissions(user_obj))
