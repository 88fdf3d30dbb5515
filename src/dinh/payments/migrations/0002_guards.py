"""What was asked never changes, nothing is deleted, and the lines add up: kept by the database itself."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION payments_keep_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'an order is never deleted' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF (NEW.total_vnd, NEW.reference, NEW.subject_id, NEW.payee_agency_id, NEW.bank_bin, NEW.account, NEW.opened_at)
       IS DISTINCT FROM
       (OLD.total_vnd, OLD.reference, OLD.subject_id, OLD.payee_agency_id, OLD.bank_bin, OLD.account, OLD.opened_at) THEN
        RAISE EXCEPTION 'what an order asks never changes' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER payments_order_kept BEFORE UPDATE OR DELETE ON payments_order
    FOR EACH ROW EXECUTE FUNCTION payments_keep_order();

CREATE FUNCTION payments_keep_row() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is never changed or deleted', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER payments_line_kept BEFORE UPDATE OR DELETE ON payments_orderline
    FOR EACH ROW EXECUTE FUNCTION payments_keep_row();
CREATE TRIGGER payments_money_kept BEFORE DELETE ON payments_money
    FOR EACH ROW EXECUTE FUNCTION payments_keep_row();
CREATE TRIGGER payments_receipt_kept BEFORE DELETE ON payments_receipt
    FOR EACH ROW EXECUTE FUNCTION payments_keep_row();

CREATE FUNCTION payments_lines_add_up() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT total_vnd FROM payments_order WHERE id = NEW.order_id)
       <> (SELECT sum(amount_vnd) FROM payments_orderline WHERE order_id = NEW.order_id) THEN
        RAISE EXCEPTION 'the lines of an order add up to its total' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER payments_line_sum AFTER INSERT ON payments_orderline
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION payments_lines_add_up();
"""

BACKWARD = """
DROP TRIGGER payments_line_sum ON payments_orderline;
DROP FUNCTION payments_lines_add_up();
DROP TRIGGER payments_receipt_kept ON payments_receipt;
DROP TRIGGER payments_money_kept ON payments_money;
DROP TRIGGER payments_line_kept ON payments_orderline;
DROP FUNCTION payments_keep_row();
DROP TRIGGER payments_order_kept ON payments_order;
DROP FUNCTION payments_keep_order();
"""


class Migration(migrations.Migration):
    dependencies = [("payments", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
