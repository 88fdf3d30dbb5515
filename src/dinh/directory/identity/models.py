from django.contrib.auth.models import AbstractUser


class Account(AbstractUser):
    """A signed-in person or official; rights come from posts, never from flags here."""
