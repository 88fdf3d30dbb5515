"""The WSGI entry, served by granian."""

import multiprocessing
import os
import threading
from multiprocessing.process import BaseProcess

from django.core.wsgi import get_wsgi_application


def end_with_parent() -> None:
    """Have a serving process end when the server that started it is gone, even by `kill -9`.

    Left alone it would go on holding the port and answering from code and settings nobody controls any more.
    """
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_follow, args=(parent,), daemon=True, name="end with parent").start()


def _follow(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dinh.config.settings")
end_with_parent()
application = get_wsgi_application()
