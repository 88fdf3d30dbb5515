"""What a form says in the language of its reader: English where its writer gave it, Vietnamese otherwise."""

from django.utils.translation import get_language

from dinh.forms.types.definition import Block, Choice, FormDefinition, Page

OWN = "vi"


def is_foreign() -> bool:
    """Tell whether the reader looks at pages in another language than the forms are written in."""
    return not (get_language() or OWN).startswith(OWN)


def label_of(block: Block) -> str:
    return (is_foreign() and block.label_en) or block.label


def help_of(block: Block) -> str:
    """Return the help; beside an English question Vietnamese help is left as it is."""
    return (is_foreign() and block.help_en) or block.help


def choice_of(choice: Choice) -> str:
    return (is_foreign() and choice.en) or choice.label


def title_of(page: Page) -> str:
    return (is_foreign() and page.title_en) or page.title


def page_help_of(page: Page) -> str:
    return (is_foreign() and page.help_en) or page.help


def form_title_of(form: FormDefinition) -> str:
    return (is_foreign() and form.title_en) or form.title


def unit_of(block: Block) -> str:
    return (is_foreign() and block.unit_en) or block.unit


def intro_of(form: FormDefinition) -> str:
    return (is_foreign() and form.intro_en) or form.intro


def lang_of(own: str, english: str) -> str:
    """Return "vi" for words that stay Vietnamese on a page in another language, "" where nothing need be marked."""
    return OWN if own and is_foreign() and not english else ""
