"""Django with one view and no middleware: what a page can cost at least."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

settings.configure(SECRET_KEY="hello", ROOT_URLCONF=__name__, ALLOWED_HOSTS=["127.0.0.1"], MIDDLEWARE=[])
urlpatterns = [path("", lambda request: HttpResponse("hello world"))]
application = get_wsgi_application()
