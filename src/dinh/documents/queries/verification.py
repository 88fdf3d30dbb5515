from dinh.documents.types import Verification


def verify_pdf(*, data: bytes) -> Verification:
    """Tell who signed a PDF, when, whether that holds, and what was changed since; nothing is kept.

    Every signature is judged at the moment of its timestamp, with the lists of revoked certificates inside the file
    and at our authority. A file that cannot be read gives the verdict `unreadable`, never an error. Basis:
    45/2020/NĐ-CP, Điều 11.2.
    """
    # The libraries of signatures take a second to load: only who verifies pays for it.
    from dinh.documents.queries.judging import judge

    return judge(data)
