from django.urls import path

from partners import views
from seoulsolution.content.urls import record_path

app_name = "partners"
urlpatterns = [
    path("partners/", views.partner_list, name="partner_list"),
    record_path("partners/", views.PartnerDetail.as_view(), name="partner"),
]
