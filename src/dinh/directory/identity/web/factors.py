"""The second factor of officials, as allauth keeps it."""

from allauth.mfa.models import Authenticator

from dinh.directory.identity.models import Account

_STRONG = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_second_factor(account: Account) -> bool:
    """Tell whether the account has a code generator or a passkey; recovery codes alone do not count."""
    return Authenticator.objects.filter(user_id=account.pk, type__in=_STRONG).exists()
