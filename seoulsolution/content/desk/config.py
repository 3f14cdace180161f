from django.contrib.admin.apps import AdminConfig


class DeskAdminConfig(AdminConfig):
    """Django's admin with the editors' desk as its site; ``admin.site`` means that one everywhere."""

    default_site = "seoulsolution.content.desk.site.DeskSite"
