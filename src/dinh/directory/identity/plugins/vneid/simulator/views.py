"""The simulator's pages and endpoints."""

from base64 import b64decode
from binascii import Error as NotBase64
from hmac import compare_digest
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dinh.directory.identity.plugins.vneid.simulator import tokens
from dinh.directory.identity.plugins.vneid.simulator.citizens import citizen, listed
from dinh.directory.identity.plugins.vneid.simulator.tokens import Grant, Refused
from dinh.kernel.access import access

_ASKED = (
    "client_id",
    "redirect_uri",
    "response_type",
    "scope",
    "state",
    "nonce",
    "code_challenge",
    "code_challenge_method",
)


def _issuer() -> str:
    return str(settings.DINH_VNEID_ISSUER)


@require_GET
@access("public")
def discovery(request: HttpRequest) -> HttpResponse:
    """Describe the provider, as OpenID Connect Discovery asks."""
    del request
    issuer = _issuer()
    return JsonResponse(
        {
            "issuer": issuer,
            "authorization_endpoint": f"{issuer}/authorize",
            "token_endpoint": f"{issuer}/token",
            "userinfo_endpoint": f"{issuer}/userinfo",
            "jwks_uri": f"{issuer}/jwks",
            "response_types_supported": ["code"],
            "grant_types_supported": ["authorization_code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
            "scopes_supported": ["openid", "profile", "email"],
        }
    )


def _check_asked(asked: dict[str, str], host: str) -> None:
    """Refuse a request that a real provider would refuse: unknown client, foreign return address, no PKCE."""
    back = urlsplit(asked["redirect_uri"])
    own = {urlsplit(str(settings.DINH_PUBLIC_URL)).netloc, host}
    expected = reverse("openid_connect_callback", kwargs={"provider_id": "vneid"})
    if asked["client_id"] != settings.DINH_VNEID_CLIENT_ID:
        raise Refused("unauthorized_client")
    if back.netloc not in own or back.path != expected:
        raise Refused("invalid_request")
    if asked["response_type"] != "code" or "openid" not in asked["scope"].split():
        raise Refused("invalid_scope")
    if asked["code_challenge_method"] != "S256" or not asked["code_challenge"]:
        raise Refused("invalid_request")


def _answer(asked: dict[str, str], **told: str) -> HttpResponse:
    return redirect(f"{asked['redirect_uri']}?{urlencode({**told, 'state': asked['state']})}")


@require_http_methods(["GET", "POST"])
@access("public")
@never_cache
def authorize(request: HttpRequest) -> HttpResponse:
    """Let the visitor pick an invented person, say clearly that this is not VNeID, and go back with a code."""
    given = request.POST if request.method == "POST" else request.GET
    asked = {name: given.get(name, "") for name in _ASKED}
    try:
        _check_asked(asked, request.get_host())
    except Refused as fault:
        return render(request, "identity/simulator/refused.html", {"fault": str(fault)}, status=400)
    if request.method == "POST":
        if "stop" in request.POST:
            return _answer(asked, error="access_denied")
        try:
            chosen = citizen(request.POST.get("cccd", ""))
        except LookupError:
            return render(request, "identity/simulator/refused.html", {"fault": "unknown_user"}, status=400)
        grant = Grant(asked["client_id"], asked["redirect_uri"], chosen.cccd, asked["nonce"], asked["code_challenge"])
        return _answer(asked, code=tokens.make_code(grant))
    text = request.GET.get("q", "")
    return render(
        request, "identity/simulator/authorize.html", {"asked": asked, "citizens": listed(text), "text": text}
    )


def _client(request: HttpRequest) -> tuple[str, str]:
    header = request.headers.get("Authorization", "")
    if not header.startswith("Basic "):
        return request.POST.get("client_id", ""), request.POST.get("client_secret", "")
    try:
        name, _, secret = b64decode(header.removeprefix("Basic ")).decode().partition(":")
    except (NotBase64, UnicodeDecodeError):
        raise Refused("invalid_client") from None
    return name, secret


def _exchange(request: HttpRequest) -> dict[str, object]:
    name, secret = _client(request)
    is_known = compare_digest(secret.encode(), str(settings.DINH_VNEID_SECRET).encode())
    if name != settings.DINH_VNEID_CLIENT_ID or not is_known:
        raise Refused("invalid_client")
    if request.POST.get("grant_type") != "authorization_code":
        raise Refused("unsupported_grant_type")
    grant = tokens.redeem(
        request.POST.get("code", ""),
        client_id=name,
        redirect_uri=request.POST.get("redirect_uri", ""),
        verifier=request.POST.get("code_verifier", ""),
    )
    subject = citizen(grant.cccd).subject
    return {
        "access_token": tokens.access_token(grant.cccd),
        "token_type": "Bearer",
        "expires_in": 600,
        "id_token": tokens.identity_token(issuer=_issuer(), subject=subject, grant=grant),
    }


@csrf_exempt
@require_POST
@access("public")
def token(request: HttpRequest) -> HttpResponse:
    """Exchange a code for tokens; the caller is our own server, which proves itself by its secret and PKCE."""
    try:
        response = JsonResponse(_exchange(request))
    except Refused as fault:
        status = 401 if str(fault) == "invalid_client" else 400
        response = JsonResponse({"error": str(fault)}, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


@require_GET
@access("public")
def userinfo(request: HttpRequest) -> HttpResponse:
    """Tell of the person whose access token this is."""
    try:
        cccd = tokens.holder(request.headers.get("Authorization", "").removeprefix("Bearer "))
        return JsonResponse(citizen(cccd).claims())
    except (Refused, LookupError):
        return JsonResponse({"error": "invalid_token"}, status=401)


@require_GET
@access("public")
def jwks(request: HttpRequest) -> HttpResponse:
    """Publish the key that checks identity tokens."""
    del request
    return JsonResponse(tokens.jwks())
