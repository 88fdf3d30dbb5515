"""Signing in and out, and the second factor: allauth's flows on our pages, each with its policy."""

from collections.abc import Callable
from typing import Any, cast

import requests
from allauth.account import views as account_views
from allauth.mfa.base import views as mfa_views
from allauth.mfa.recovery_codes import views as code_views
from allauth.mfa.totp import views as totp_views
from allauth.mfa.webauthn import views as key_views
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from dinh.directory.identity import api
from dinh.directory.identity.models import Account
from dinh.directory.identity.plugins.vneid.connector import VneidAdapter
from dinh.directory.identity.plugins.vneid.profile import PROVIDER
from dinh.directory.identity.web import forms
from dinh.directory.identity.web.factors import has_second_factor
from dinh.directory.identity.web.middleware import forget_actor
from dinh.kernel.access import access
from dinh.kernel.errors import Unavailable

View = Callable[..., HttpResponse]


def _own(view: Callable[..., HttpResponseBase]) -> View:
    """Only for officials who are signed in, whether or not their second factor stands yet."""

    @access("public")
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        account = request.user
        if not isinstance(account, Account) or account.kind != "official":
            return redirect("account_login")
        before = has_second_factor(account)
        response = cast("HttpResponse", view(request, *args, **kwargs))
        if before != has_second_factor(account):
            api.renew_rights(account=account)
            forget_actor(request)
        return response

    return guarded


class SignInView(account_views.LoginView):
    template_name = "identity/sign_in.html"
    form_class = forms.SignInForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        given: dict[str, Any] = super().get_context_data(**kwargs)
        given["next"] = self.request.GET.get("next") or self.request.POST.get("next") or ""
        given["has_vneid"] = bool(settings.DINH_VNEID_ISSUER)
        return given


class CodeView(mfa_views.AuthenticateView):
    template_name = "identity/code.html"
    form_class = forms.CodeForm


sign_in = access("public")(cast("View", SignInView.as_view()))
code = access("public")(CodeView.as_view())
inactive = access("public")(account_views.AccountInactiveView.as_view(template_name="identity/inactive.html"))
key_sign_in = access("public")(cast("View", key_views.LoginWebAuthnView.as_view(template_name="identity/sign_in.html")))

factors = _own(mfa_views.IndexView.as_view(template_name="identity/factors.html"))
totp_on = _own(totp_views.ActivateTOTPView.as_view(template_name="identity/totp.html", form_class=forms.TotpForm))
totp_off = _own(totp_views.DeactivateTOTPView.as_view(template_name="identity/totp_off.html"))
key_list = _own(mfa_views.IndexView.as_view(template_name="identity/factors.html"))
key_add = _own(key_views.AddWebAuthnView.as_view(template_name="identity/key_add.html", form_class=forms.PasskeyForm))
key_remove = _own(key_views.RemoveWebAuthnView.as_view(template_name="identity/key_remove.html"))
codes = _own(code_views.ViewRecoveryCodesView.as_view(template_name="identity/codes.html"))
codes_new = _own(code_views.GenerateRecoveryCodesView.as_view(template_name="identity/codes_new.html"))
codes_file = _own(code_views.DownloadRecoveryCodesView.as_view(template_name="identity/codes.txt"))
confirm = _own(
    account_views.ReauthenticateView.as_view(
        template_name="identity/confirm.html", form_class=forms.ConfirmPasswordForm
    )
)
confirm_code = _own(
    mfa_views.ReauthenticateView.as_view(template_name="identity/confirm.html", form_class=forms.ConfirmCodeForm)
)
confirm_key = _own(key_views.ReauthenticateWebAuthnView.as_view(template_name="identity/confirm_key.html"))
password = _own(
    account_views.PasswordChangeView.as_view(
        template_name="identity/password.html", form_class=forms.PasswordForm, success_url="/toi/"
    )
)


@require_POST
@access("public")
@never_cache
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session; only by a button, so that no picture in a page can do it."""
    return account_views.LogoutView.as_view()(request)


def _vneid(request: HttpRequest, provider_id: str, view_class: Any) -> HttpResponse:
    if provider_id != PROVIDER or not settings.DINH_VNEID_ISSUER:
        raise Http404
    try:
        response: HttpResponse = view_class.adapter_view(VneidAdapter(request, provider_id))(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    except requests.RequestException as error:
        raise Unavailable(
            "ID42",
            _("VNeID does not answer just now."),
            _("Please wait a few minutes and try again. Any one-stop desk takes your papers meanwhile."),
        ) from error
    return response


@require_POST
@access("public")
@never_cache
def vneid(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Send the person to VNeID."""
    return _vneid(request, provider_id, OAuth2LoginView)


@access("public")
@never_cache
def vneid_back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Take the person back from VNeID."""
    return _vneid(request, provider_id, OAuth2CallbackView)


@access("public")
def vneid_stopped(request: HttpRequest) -> HttpResponse:
    """Say that the person stopped at VNeID and how to go on."""
    return render(request, "identity/vneid_refused.html", {"error": None})
