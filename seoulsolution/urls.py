from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from seoulsolution.content.syndication import sitemaps
from seoulsolution.media import downloads
from seoulsolution.pages import views

urlpatterns = [
    path("", views.choose_language, name="choose_language"),
    path("admin/importing/review/", include("seoulsolution.admin.reviews.urls")),
    path("admin/", admin.site.urls),
    path("i18n/", include("django.conf.urls.i18n")),  # the admin's language switch
    path("preview/", include("seoulsolution.admin.previews.urls")),
    path("media/", include("seoulsolution.media.urls")),
    path("api/", include("seoulsolution.content.syndication.api.urls")),
    path("favicon.ico", views.icon, {"name": "favicon.ico"}, name="favicon"),
    *(
        path(f"{name}.png", views.icon, {"name": "apple-touch-icon.png"}, name=name)
        for name in ("apple-touch-icon", "apple-touch-icon-precomposed")
    ),
    path(".well-known/security.txt", views.security, name="security"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-<slug:name>.xml", sitemaps.section, name="sitemap_section"),
]

# The public site, once under /en/ and once under /ko/.
urlpatterns += i18n_patterns(
    path("", include("news.urls")),
    path("", include("notices.urls")),
    path("", include("partners.urls")),
    path("files/<uuid:key>/text/", downloads.file_text, name="file_text"),
    path("search/", include("seoulsolution.search.urls")),
    path("subscriptions/", include("seoulsolution.subscriptions.urls")),
    path("", include("seoulsolution.pages.urls")),  # last: it matches any single slug
)

handler400 = "seoulsolution.pages.errors.bad_request"
handler403 = "seoulsolution.pages.errors.permission_denied"
handler404 = "seoulsolution.pages.errors.page_not_found"
handler500 = "seoulsolution.pages.errors.server_error"
