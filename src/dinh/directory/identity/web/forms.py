"""allauth's forms in plain words."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as CodeReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from dinh.directory.identity.web.evidence import refuse_sign_in

_CODE = {"autocomplete": "one-time-code", "inputmode": "numeric", "autocapitalize": "off", "spellcheck": "false"}


def _plain(field: forms.Field, label: Any, hint: Any = "") -> None:
    """Give a field its words; a placeholder goes away when one types, so it is no label."""
    field.label, field.help_text = label, hint
    field.widget.attrs.pop("placeholder", None)


class SignInForm(LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["login"], _("User name"), _("The name your agency gave you."))
        _plain(self.fields["password"], _("Password"))
        self.fields["login"].widget.attrs.update({"autocapitalize": "off", "spellcheck": "false"})


class CodeForm(AuthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(
            self.fields["code"],
            _("Six-digit code"),
            _("Open the authenticator application on your telephone. Lost it? Enter one of your recovery codes."),
        )
        self.fields["code"].widget.attrs.update(_CODE)

    def _emit_authentication_failed(self, authenticator: Any) -> None:
        from allauth.core import context

        refuse_sign_in(context.request, username=self.user.username, reason="ID41")
        super()._emit_authentication_failed(authenticator)


class ConfirmCodeForm(CodeReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["code"], _("Six-digit code"), _("From the authenticator application on your telephone."))
        self.fields["code"].widget.attrs.update(_CODE)


class ConfirmPasswordForm(ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["password"], _("Password"))


class TotpForm(ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["code"], _("Six-digit code"), _("The code the application shows after scanning."))
        self.fields["code"].widget.attrs.update(_CODE)


class PasskeyForm(AddWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["name"], _("Name of the key"), _("So that you recognise it, such as “Office computer”."))
        _plain(
            self.fields["passwordless"],
            _("Sign in with this key alone"),
            _("The key then asks for your fingerprint, face or PIN instead of the password."),
        )
        self.initial["name"] = ""


class PasswordForm(ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["oldpassword"], _("Present password"))
        _plain(self.fields["password1"], _("New password"), _("At least 12 characters, and not one in common use."))
        _plain(self.fields["password2"], _("New password once more"))
