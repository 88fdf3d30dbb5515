"""Errors a person may meet: each has a code for the help line, a sentence, and a hint that says how to mend it."""

from collections.abc import Mapping

from django.utils.functional import Promise

Words = str | Promise


class DinhError(Exception):
    """The root of all refusals; `status` is the HTTP status at the edge."""

    status = 400

    def __init__(self, code: str, message: Words, hint: Words = "") -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"


class Invalid(DinhError):
    """Input that cannot be taken; `fields` names each wrong field with its sentence."""

    status = 422

    def __init__(self, code: str, message: Words, hint: Words = "", fields: Mapping[str, Words] | None = None) -> None:
        super().__init__(code, message, hint)
        self.fields = dict(fields or {})


class NotAllowed(DinhError):
    status = 403


class NotFound(DinhError):
    status = 404


class Conflict(DinhError):
    """Somebody or something was faster; the person sees what changed and may try again."""

    status = 409


class Unavailable(DinhError):
    """An outside part does not answer; nothing is lost, try later."""

    status = 503
