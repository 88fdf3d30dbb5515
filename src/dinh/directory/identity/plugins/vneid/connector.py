"""The OpenID Connect client for VNeID, over allauth: code flow with PKCE, signatures of identity tokens checked."""

from typing import Any

import requests
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter

_TIMEOUT_SECONDS = 10


class Session(requests.Session):
    """Calls out that end: no proxies from the environment, never without a limit of time."""

    def __init__(self) -> None:
        super().__init__()
        self.trust_env = False

    def request(self, method: Any, url: Any, *args: Any, **kwargs: Any) -> requests.Response:
        kwargs.setdefault("timeout", _TIMEOUT_SECONDS)
        return super().request(method, url, *args, **kwargs)


class VneidAdapter(OpenIDConnectOAuth2Adapter):
    """Stricter than the standard: a signature counts even on a direct connection, and both answers name one person."""

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        claims: dict[str, Any] = jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
            verify_signature=True,
        )
        return claims

    def complete_login(self, request: Any, app: Any, token: Any, **kwargs: Any) -> Any:
        answer = kwargs["response"]
        if not answer.get("id_token"):
            raise OAuth2Error("the provider sent no identity token")
        identity = self._decode_id_token(app, answer["id_token"])
        person = self._fetch_user_info(token.token)
        if person.get("sub") != identity.get("sub"):
            raise OAuth2Error("the identity token and the profile name different people")
        data = {"userinfo": person, "id_token": identity}
        provider: Any = self.get_provider()  # type: ignore[no-untyped-call]
        return provider.sociallogin_from_response(request, data)
