"""Tables of agencies, people, accounts, posts, mandates and consent."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Reverse

from dinh.directory.identity.types import AccountKind, AgencyKind, Gender, MandateKind, Mark
from dinh.kernel.actor import Role
from dinh.kernel.ids import new_id


def agency_id() -> str:
    return new_id("agy")


def person_id() -> str:
    return new_id("per")


def account_id() -> str:
    return new_id("acc")


def post_id() -> str:
    return new_id("pst")


def mandate_id() -> str:
    return new_id("mnd")


def consent_id() -> str:
    return new_id("cns")


def sign_in_id() -> str:
    return new_id("sgn")


def _choices(kinds: type[AgencyKind | Mark | Gender | AccountKind | MandateKind]) -> list[tuple[str, str]]:
    return [(kind.value, kind.value) for kind in kinds]


def _is_span() -> Q:
    return Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from"))


class Agency(models.Model):
    """A public agency through time: valid from a day up to, not including, another."""

    public_id = models.CharField(max_length=32, unique=True, default=agency_id)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=120)
    folded = models.CharField(max_length=200)
    kind = models.CharField(max_length=32, choices=_choices(AgencyKind))
    unit = models.ForeignKey("directory_units.Unit", on_delete=models.PROTECT, related_name="+")
    province = models.ForeignKey("directory_units.Unit", on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    successor = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="predecessors")
    code_new = models.CharField(max_length=35)
    code_old = models.CharField(max_length=35, blank=True)
    code_mark = models.CharField(max_length=10, choices=_choices(Mark))
    name_mark = models.CharField(max_length=10, choices=_choices(Mark))
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code_new", "valid_from"], name="agency_code_once"),
            models.CheckConstraint(condition=_is_span(), name="agency_span"),
            models.CheckConstraint(condition=Q(successor__isnull=True) | Q(valid_to__isnull=False), name="agency_end"),
            models.CheckConstraint(condition=Q(code_new__regex=r"^[0-9A-Z]+(\.[0-9A-Z]+)*$"), name="agency_code_form"),
        ]
        indexes = [models.Index(fields=["unit", "kind"], name="agency_unit_kind")]

    def __str__(self) -> str:
        return f"{self.name} ({self.code_new})"


# "nvt" of Nguyễn Văn Thành; what stands in brackets is no name.
INITIALS = Func(
    F("folded"),
    template=r"regexp_replace(split_part(%(expressions)s, '(', 1), '([^ ])[^ ]* *', '\1', 'g')",
    output_field=models.TextField(),
)


class Person(models.Model):
    """A natural person. Nothing here ever goes to the ledger but the public id."""

    public_id = models.CharField(max_length=32, unique=True, default=person_id)
    full_name = models.CharField(max_length=150)
    folded = models.CharField(max_length=150)
    sort_key = models.CharField(max_length=600, db_collation="C")
    cccd = models.CharField(max_length=12, blank=True)
    born_on = models.DateField(null=True, blank=True)
    gender = models.CharField(max_length=8, choices=_choices(Gender), default=Gender.UNKNOWN)
    phone = models.CharField(max_length=16, blank=True)
    email = models.EmailField(blank=True)
    residence_unit = models.ForeignKey(
        "directory_units.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    address_text = models.CharField(max_length=300, blank=True)
    is_synthetic = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cccd"], condition=~Q(cccd=""), name="person_cccd_once"),
            models.CheckConstraint(condition=Q(cccd="") | Q(cccd__regex=r"^[0-9]{12}$"), name="person_cccd_form"),
            models.CheckConstraint(condition=~Q(full_name=""), name="person_has_name"),
        ]
        indexes = [
            GinIndex(fields=["folded"], opclasses=["gin_trgm_ops"], name="person_folded_trgm"),
            models.Index(fields=["sort_key"], name="person_sort_key"),
            models.Index(fields=["phone"], name="person_phone"),
            models.Index(INITIALS, name="person_initials"),
            # From its end: people say the last digits of their number.
            models.Index(
                OpClass(Reverse("cccd"), name="text_pattern_ops"), name="person_cccd_end", condition=~Q(cccd="")
            ),
        ]

    def __str__(self) -> str:
        return self.full_name


class AccountManager(BaseUserManager["Account"]):
    """What Django and allauth ask of a user table; rights are not made here."""

    def create_user(self, username: str, password: str | None = None) -> "Account":
        account = self.model(username=self.model.normalize_username(username), kind=AccountKind.OFFICIAL)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """A way to sign in. Rights come from posts, never from flags here."""

    public_id = models.CharField(max_length=32, unique=True, default=account_id)
    username = models.CharField(max_length=150, unique=True)
    email = models.EmailField(blank=True)
    kind = models.CharField(max_length=8, choices=_choices(AccountKind))
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="accounts")
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    # Raised by every change of posts or mandates, so that a session notices without reading them.
    rights_version = models.PositiveIntegerField(default=1)
    date_joined = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    objects = AccountManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="account_person_kind_once"),
        ]

    def __str__(self) -> str:
        return self.username


class Post(models.Model):
    """A position at an agency held by a person for a time; several at once are usual."""

    public_id = models.CharField(max_length=32, unique=True, default=post_id)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="posts")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="posts")
    title = models.CharField(max_length=150)
    roles = ArrayField(models.CharField(max_length=20))
    procedures = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    decision_number = models.CharField(max_length=60, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_is_span(), name="post_span"),
            models.CheckConstraint(condition=Q(roles__contained_by=[role.value for role in Role]), name="post_roles"),
            models.CheckConstraint(condition=Q(roles__len__gt=0), name="post_has_role"),
        ]
        indexes = [models.Index(fields=["agency", "valid_from"], name="post_agency")]

    def __str__(self) -> str:
        return f"{self.title} · {self.agency_id}"


class Mandate(models.Model):
    """A written, dated authorisation with an end: of an official by a post holder, or of one citizen by another."""

    public_id = models.CharField(max_length=32, unique=True, default=mandate_id)
    kind = models.CharField(max_length=8, choices=_choices(MandateKind))
    giver = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="mandates_given")
    giver_post = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="mandates")
    receiver = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="mandates_received")
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="mandates")
    actions = ArrayField(models.CharField(max_length=40))
    procedures = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    document_number = models.CharField(max_length=60)
    document_on = models.DateField()
    valid_from = models.DateField()
    valid_to = models.DateField()
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(valid_to__gt=F("valid_from")), name="mandate_span"),
            models.CheckConstraint(condition=~Q(giver=F("receiver")), name="mandate_two_people"),
            models.CheckConstraint(condition=Q(actions__len__gt=0), name="mandate_has_action"),
            models.CheckConstraint(condition=~Q(document_number=""), name="mandate_is_written"),
            models.CheckConstraint(
                condition=Q(kind="official", giver_post__isnull=False, agency__isnull=False)
                | Q(kind="citizen", giver_post__isnull=True),
                name="mandate_giver",
            ),
            models.CheckConstraint(condition=Q(ended_at__isnull=False) | Q(end_reason=""), name="mandate_ended"),
        ]
        indexes = [models.Index(fields=["receiver", "valid_to"], name="mandate_receiver")]

    def __str__(self) -> str:
        return self.document_number


class Consent(models.Model):
    """A person's agreement that an agency uses their data for one purpose, until withdrawn."""

    public_id = models.CharField(max_length=32, unique=True, default=consent_id)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents")
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=60)
    wording_version = models.CharField(max_length=20)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("given_at")), name="consent_span"
            ),
            models.UniqueConstraint(
                fields=["person", "agency", "purpose"],
                condition=Q(withdrawn_at__isnull=True),
                nulls_distinct=False,
                name="consent_once",
            ),
        ]

    def __str__(self) -> str:
        return self.purpose


class SignIn(models.Model):
    """One session of an account, so that its owner can see and end it."""

    public_id = models.CharField(max_length=32, unique=True, default=sign_in_id)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="sign_ins")
    session_key = models.CharField(max_length=40)
    way = models.CharField(max_length=20)
    device = models.CharField(max_length=200, blank=True)
    place = models.CharField(max_length=60, blank=True)
    signed_in_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("signed_in_at")), name="sign_in_span"
            )
        ]
        indexes = [models.Index(fields=["account", "-signed_in_at"], name="sign_in_account")]

    def __str__(self) -> str:
        return f"{self.way} {self.signed_in_at:%Y-%m-%d %H:%M}"
