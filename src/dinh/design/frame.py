"""What stands around every page: the province, the person, the marks, the ways to other rooms."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from dinh.design import tokens
from dinh.kernel.access import actor_of
from dinh.kernel.actor import ANONYMOUS, Actor


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of a room's navigation; `count` None shows no figure, words as "999+"; `tone` is a tone of `tag`."""

    label: str
    href: str
    count: int | str | None = None
    is_current: bool = False
    tone: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    province_name: str
    logo: SafeString
    has_own_colours: bool
    is_synthetic: bool
    actor: Actor
    path: str
    other_language: str
    home: str = "/"
    search: str = "/thu-tuc/"
    track: str = "/tra-cuu/"
    verify: str = "/xac-minh/"
    sign_in: str = "/dang-nhap/"
    account: str = "/toi/"

    @property
    def is_signed_in(self) -> bool:
        return self.actor.is_citizen or self.actor.is_official


Provider = Callable[[HttpRequest], Iterable[NavItem]]
_PROVIDERS: dict[str, list[Provider]] = {}


def register_nav(room: str, provider: Provider) -> None:
    """Let a module above add entries to the navigation of `room`; called once, in `apps.ready()`."""
    providers = _PROVIDERS.setdefault(room, [])
    if provider not in providers:
        providers.append(provider)


def nav_of(room: str, request: HttpRequest | None) -> tuple[NavItem, ...]:
    if request is None:
        return ()
    return tuple(item for provider in _PROVIDERS.get(room, ()) for item in provider(request))


def frame_of(request: HttpRequest | None) -> Frame:
    """Return the frame of a page; without a request (an error page) it knows only the province."""
    province = tokens.province(settings.DINH_PROVINCE)
    is_english = get_language() == "en"
    return Frame(
        province_name=province.name_en if is_english else province.name,
        logo=province.logo,
        has_own_colours=bool(province.day or province.night),
        is_synthetic=settings.DINH_SYNTHETIC,
        actor=ANONYMOUS if request is None else actor_of(request),
        path="/" if request is None else request.get_full_path(),
        other_language="vi" if is_english else "en",
    )
