"""Decision tables for the small province: a fee, papers and a way, published by one officer and drafted by another."""

from datetime import date
from typing import Any

from dinh.processes import api as processes
from tests.dossiers import world as w
from tests.processes.tables_make import column, officer, table

FROM = date(2026, 1, 1)
T, P = processes.ColumnType, processes.TablePurpose
CHANNEL = column("kenh", T.ENUM, tuple(processes.CHANNELS.values()))
KIND = column("loai_nha", T.ENUM, ("riêng lẻ", "khác"))


def publish(made: processes.Table, *, on: date = FROM, code: str = "bang", **more: Any) -> processes.TableView:
    draft = processes.save_table_draft(code=code, table=made, by=officer("per_a"), at=w.AT, **more)
    return processes.publish_table(table_id=draft.table_id, valid_from=on, by=officer("per_b"), at=w.AT)


def fee(amount: int = 50_000, **more: Any) -> processes.TableView:
    """The fee of a house: known when it is filed online for a house of one family, a gap otherwise."""
    made = table(
        [(['"trực tuyến"', '"riêng lẻ"'], [str(amount), '"Lệ phí cấp phép"'])],
        inputs=[CHANNEL, KIND],
        outputs=[column("so_tien", T.MONEY), column("khoan_thu", T.TEXT)],
    )
    return publish(made, code="le-phi", purpose=P.FEE, procedure_code=w.HOUSE, **more)


def papers(**more: Any) -> processes.TableView:
    """The papers of a birth: the second only when the mother's own is not known."""
    made = table(
        [(["-"], ["1"]), (["false"], ["2"])],
        inputs=[column("co_giay_cua_me", T.BOOL)],
        outputs=[column("thanh_phan", T.NUMBER)],
        policy=processes.HitPolicy.COLLECT,
    )
    return publish(made, code="giay-to", purpose=P.PAPERS, procedure_code=w.BIRTH, **more)


def way(**more: Any) -> processes.TableView:
    """Short cases take the process of one day."""
    made = table(
        [(["<= 24"], ['"same_day"']), (["> 24"], ['"one_stop"'])],
        inputs=[column("thoi_han_gio", T.NUMBER)],
        outputs=[column("quy_trinh", T.ENUM, ("same_day", "one_stop"))],
    )
    return publish(made, code="tuyen", purpose=P.ROUTE, **more)
