"""What Đình decides where allauth asks: nobody signs up alone, refusals are recorded, secrets rest encrypted."""

import time
from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from dinh.directory.identity import api
from dinh.directory.identity.models import Account
from dinh.directory.identity.plugins.vneid.connector import Session
from dinh.directory.identity.plugins.vneid.profile import Profile, read_profile
from dinh.directory.identity.web.evidence import WAY, evidence_of, refuse_sign_in, ways_of
from dinh.kernel.actor import SYSTEM
from dinh.kernel.clock import now
from dinh.kernel.errors import Invalid

_PROVEN_FOR_SECONDS = 5 * 60
_WRONG = _("The user name or the password is not right. Please check both and try again.")


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _WRONG,
        "invalid_login": _WRONG,
        "too_many_login_attempts": _("Too many wrong tries. Please wait five minutes, then try again."),
        "rate_limited": _("Too many tries in a short time. Please wait a few minutes, then try again."),
        "incorrect_password": _("This password is not right. Please try again."),
        "enter_current_password": _("This is not your present password. Please try again."),
        "incorrect_code": _("This code is not right. Please wait for the next one and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        del request
        return False

    def is_reauthentication_required(self, *, app: str, **told: Any) -> bool:
        """Ask again before a change of what protects an account, unless the person has just proven who they are."""
        del app, told
        proofs = get_authentication_records(context.request, context.request.user)
        return not proofs or time.time() - proofs[-1]["at"] > _PROVEN_FOR_SECONDS

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Pass on plain words only: what allauth's templates would say, our pages say themselves."""
        del message_template, message_context
        if message:
            super().add_message(request, level, None, None, extra_tags, message)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send nothing: notices to people go through the notices of Đình, not through allauth's letters."""
        del template_prefix, email, context

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        refuse_sign_in(request, username=str(credentials.get("username", "")), reason="ID40")

    def post_login(
        self,
        request: HttpRequest,
        user: AbstractBaseUser,
        *,
        email_verification: str,
        signal_kwargs: dict[str, Any] | None,
        email: str | None,
        signup: bool,
        redirect_url: str | None,
    ) -> HttpResponse:
        if isinstance(user, Account):
            self._record(request, user)
        response: HttpResponse = super().post_login(
            request,
            user,
            email_verification=email_verification,
            signal_kwargs=signal_kwargs,
            email=email,
            signup=signup,
            redirect_url=redirect_url,
        )
        return response

    def _record(self, request: HttpRequest, user: Account) -> None:
        request.session[WAY] = ways_of(request, user)
        request.session.save()
        evidence = evidence_of(request)
        by = api.actor_for(account=user, on=now().date(), evidence=evidence)
        api.record_sign_in(
            by=by,
            at=now(),
            account=user,
            session_key=request.session.session_key or "",
            way=request.session[WAY],
            device=request.headers.get("User-Agent", ""),
            place=request.META.get("REMOTE_ADDR", ""),
        )


class FactorAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is not right. Please wait for the next one and try again."),
        "rate_limited": _("Too many tries in a short time. Please wait a few minutes, then try again."),
    }

    def _box(self) -> Fernet:
        return Fernet(urlsafe_b64encode(sha256(b"second factor " + str(settings.SECRET_KEY).encode()).digest()))

    def encrypt(self, text: str) -> str:
        return self._box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return self._box().decrypt(encrypted_text.encode()).decode()

    def send_notification_mail(self, *args: Any, **told: Any) -> None:
        """Send nothing, as above."""
        del args, told

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        return user.get_username()


class CitizenAdapter(DefaultSocialAccountAdapter):
    """Citizens come through VNeID only; whoever it names gets, or has, a person and a citizen's account here."""

    def get_requests_session(self) -> Session:
        return Session()

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        del request, sociallogin
        return False

    def send_notification_mail(self, *args: Any, **told: Any) -> None:
        """Send nothing, as above."""
        del args, told

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        claims = sociallogin.account.extra_data.get("userinfo", {})
        try:
            profile = read_profile(claims, settings.DINH_VNEID_CLAIMS, is_synthetic=settings.DINH_SIMULATORS)
            # The person's data stay in one table of ours, not a second time in allauth's.
            sociallogin.account.extra_data = {}
            with transaction.atomic():
                self._admit(request, sociallogin, profile)
        except Invalid as fault:
            refuse_sign_in(request, username="", reason=fault.code)
            raise ImmediateHttpResponse(_unwelcome(request, fault)) from fault

    def _admit(self, request: HttpRequest, sociallogin: Any, profile: Profile) -> None:
        at, new = now(), profile.person
        found = api.find_or_create_person(
            by=SYSTEM, at=at, full_name=new.full_name, cccd=new.cccd, is_synthetic=new.is_synthetic
        )
        api.correct_person(by=SYSTEM, at=at, person_id=found.person_id, source="vneid", new=new)
        account = api.citizen_account(by=SYSTEM, at=at, person_id=found.person_id)
        if sociallogin.is_existing and sociallogin.user.pk != account.pk:
            raise Invalid("VN02", _("VNeID now gives another number for this person than before."))
        sociallogin.user = account
        sociallogin.account.user = account
        sociallogin.save(request, connect=True)

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None, extra_context: Any = None
    ) -> None:
        del provider, exception, extra_context
        code = "VN04" if str(error) == "cancelled" else "VN03"
        refuse_sign_in(request, username="", reason=code)
        words = (
            _("You stopped signing in with VNeID.")
            if code == "VN04"
            else _("VNeID did not answer as it should, so we could not sign you in.")
        )
        raise ImmediateHttpResponse(_unwelcome(request, Invalid(code, words)))


def _unwelcome(request: HttpRequest, fault: Invalid) -> HttpResponse:
    return render(request, "identity/vneid_refused.html", {"error": fault}, status=401)
