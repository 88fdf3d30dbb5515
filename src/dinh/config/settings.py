"""Settings, all read from the environment here and nowhere else."""

import os
import secrets
from hashlib import sha256
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from csp.constants import NONE, SELF

from dinh.config.home import ROOT, home

DINH_ROOT = ROOT
DINH_HOME = home()
DINH_PROVINCE = os.environ.get("DINH_PROVINCE", "68")
# A home once filled with synthetic data says so for ever, whoever starts it.
DINH_SYNTHETIC = os.environ.get("DINH_SYNTHETIC", "0") == "1" or (DINH_HOME / "synthetic").exists()
DINH_SIMULATORS = os.environ.get("DINH_SIMULATORS", "0") == "1"
DINH_PUBLIC_URL = os.environ.get("DINH_PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")
DINH_FILES = Path(os.environ.get("DINH_FILES", DINH_HOME / "files"))
DINH_UPLOAD_MAX_MB = int(os.environ.get("DINH_UPLOAD_MAX_MB", "25"))
DINH_SYSTEM_NAME = os.environ.get("DINH_SYSTEM_NAME", "Hệ thống thông tin giải quyết thủ tục hành chính")
DINH_PAPER_FONTS = os.environ.get("DINH_PAPER_FONTS", "")
DINH_LAW = ROOT / "law"
DINH_DATA = ROOT / "data"
DINH_PROVINCES = ROOT / "provinces"
# The National Payment Platform: its address, our partner code and the shared secret; without them the simulator's.
DINH_PAYMENT_URL = os.environ.get("DINH_PAYMENT_URL", "")
DINH_PAYMENT_PARTNER = os.environ.get("DINH_PAYMENT_PARTNER", "DINH")
DINH_PAYMENT_SECRET = os.environ.get("DINH_PAYMENT_SECRET", "")
# Who carries mail and text messages (see dinh.notices); without the file the simulators, or the portal alone.
DINH_NOTICES = Path(os.environ.get("DINH_NOTICES", DINH_HOME / "notices.toml"))


def _secret_key() -> str:
    if "DINH_SECRET_KEY" in os.environ:
        return os.environ["DINH_SECRET_KEY"]
    kept = DINH_HOME / "secret_key"
    if not kept.exists():
        DINH_HOME.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(48), encoding="ascii")
    return kept.read_text(encoding="ascii")


def _origin(url: str) -> list[str]:
    parts = urlsplit(url)
    return [f"{parts.scheme}://{parts.netloc}"] if parts.netloc else []


def _database(url: str) -> dict[str, object]:
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "dinh",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host", [parts.hostname or ""])[0],
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        # Only cursors that bind at the server prepare: questions compiled once (dinh.kernel.compiled) and the record.
        "OPTIONS": {"application_name": "dinh", "prepare_threshold": 5},
        "TEST": {"NAME": os.environ.get("DINH_TEST_DB", "test_dinh"), "TEMPLATE": "template0"},
    }


SECRET_KEY = _secret_key()
DEBUG = os.environ.get("DINH_DEBUG", "0") == "1"
_host = urlsplit(DINH_PUBLIC_URL).hostname or "127.0.0.1"
ALLOWED_HOSTS = [_host, "127.0.0.1", "localhost", *os.environ.get("DINH_HOSTS", "").split()]
CSRF_TRUSTED_ORIGINS = [DINH_PUBLIC_URL]

INSTALLED_APPS = [
    "dinh.config",
    "dinh.portal",
    "dinh.indicators.dictionary",
    "dinh.indicators.workbench",
    "dinh.indicators.series",
    "dinh.indicators.scores",
    "dinh.indicators.quality",
    "dinh.indicators.figures",
    "dinh.desk",
    "dinh.dossiers",
    "dinh.payments",
    "dinh.forms",
    "dinh.processes",
    "dinh.procedures",
    "dinh.documents",
    "dinh.notices",
    "dinh.directory.identity",
    "dinh.directory.units",
    "dinh.ledger",
    "dinh.design",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "procrastinate.contrib.django",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "dinh.config.middleware.packing",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "dinh.config.middleware.language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "dinh.directory.identity.web.middleware.actor",
    "dinh.config.middleware.refusals",
]

ROOT_URLCONF = "dinh.config.urls"
WSGI_APPLICATION = "dinh.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "dinh.config.context.house",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

DATABASES = {"default": _database(os.environ.get("DATABASE_URL", "postgresql:///dinh"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "directory_identity.Account"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/dang-nhap/"
LOGIN_REDIRECT_URL = "/chon-vi-tri/"

# Officials sign in by password and a second factor, citizens through an OpenID Connect provider (VNeID, its simulator).
ACCOUNT_ADAPTER = "dinh.directory.identity.web.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = urlsplit(DINH_PUBLIC_URL).scheme
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
# Behind one address sit whole offices: many tries per address, few per account.
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "30/m/ip,5/5m/key", "reauthenticate": "10/m/user"}
SESSION_COOKIE_AGE = int(os.environ.get("DINH_SESSION_HOURS", "10")) * 3600
MFA_ADAPTER = "dinh.directory.identity.web.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Đình"
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not DINH_PUBLIC_URL.startswith("https://")
SOCIALACCOUNT_ADAPTER = "dinh.directory.identity.web.adapters.CitizenAdapter"
SOCIALACCOUNT_QUERY_EMAIL = False
SOCIALACCOUNT_STORE_TOKENS = False
# VNeID publishes no profile: which claim holds what is configuration (DINH_VNEID_CLAIM_<FIELD>).
DINH_VNEID_ISSUER = os.environ.get("DINH_VNEID_ISSUER", f"{DINH_PUBLIC_URL}/gia-lap/vneid" if DINH_SIMULATORS else "")
DINH_VNEID_CLIENT_ID = os.environ.get("DINH_VNEID_CLIENT_ID", "dinh")
# Beside the simulator both sides need one secret: made from the installation's own.
DINH_VNEID_SECRET = os.environ.get("DINH_VNEID_SECRET", sha256(f"vneid {SECRET_KEY}".encode()).hexdigest())
DINH_VNEID_CLAIMS = {
    name: os.environ[f"DINH_VNEID_CLAIM_{name.upper()}"]
    for name in ("cccd", "full_name", "born_on", "gender", "phone", "email", "address_text")
    if f"DINH_VNEID_CLAIM_{name.upper()}" in os.environ
}
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "vneid",
                "name": "VNeID",
                "client_id": DINH_VNEID_CLIENT_ID,
                "secret": DINH_VNEID_SECRET,
                "settings": {
                    "server_url": DINH_VNEID_ISSUER,
                    "fetch_userinfo": True,
                    "oauth_pkce_enabled": True,
                    "token_auth_method": os.environ.get("DINH_VNEID_AUTH_METHOD", "client_secret_post"),
                },
            }
        ],
    }
}

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "dinh_language"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"

STATIC_URL = "/static/"
STATIC_ROOT = DINH_HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DINH_HOME / "media"}},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_MANIFEST_STRICT = False

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        # The sign-in form is answered by a redirect to the provider, which browsers count as the form's target.
        "form-action": [SELF, *_origin(DINH_VNEID_ISSUER)],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = DINH_PUBLIC_URL.startswith("https://")
SESSION_COOKIE_NAME = "dinh_session"
CSRF_COOKIE_NAME = "dinh_csrf"

DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 50

EMAIL_BACKEND = os.environ.get("DINH_EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("DINH_LOG_LEVEL", "WARNING")},
}
