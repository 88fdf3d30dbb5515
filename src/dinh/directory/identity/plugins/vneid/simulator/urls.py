from django.urls import path

from dinh.directory.identity.plugins.vneid.simulator import views

urlpatterns = [
    path(".well-known/openid-configuration", views.discovery, name="vneid_discovery"),
    path("authorize", views.authorize, name="vneid_authorize"),
    path("token", views.token, name="vneid_token"),
    path("userinfo", views.userinfo, name="vneid_userinfo"),
    path("jwks", views.jwks, name="vneid_jwks"),
]
