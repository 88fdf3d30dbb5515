"""What was reported is only added to; a copy keeps its content, and once published never changes."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION indicators_quality_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is only ever added to', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER indicators_quality_reported_kept BEFORE UPDATE OR DELETE ON indicators_quality_reportedvalue
    FOR EACH ROW EXECUTE FUNCTION indicators_quality_keep();

CREATE TRIGGER indicators_quality_frozen_kept BEFORE DELETE ON indicators_quality_frozenpoints
    FOR EACH ROW EXECUTE FUNCTION indicators_quality_keep();

CREATE TRIGGER indicators_quality_published_kept BEFORE UPDATE ON indicators_quality_frozenpoints
    FOR EACH ROW WHEN (
        OLD.published_at IS NOT NULL OR ROW(OLD.content, OLD.hash, OLD.edition, OLD.unit_id, OLD.agency_id, OLD.first,
            OLD.last, OLD.prepared_by, OLD.prepared_at) IS DISTINCT FROM ROW(NEW.content, NEW.hash, NEW.edition,
            NEW.unit_id, NEW.agency_id, NEW.first, NEW.last, NEW.prepared_by, NEW.prepared_at)
    ) EXECUTE FUNCTION indicators_quality_keep();
"""

BACKWARD = """
DROP TRIGGER indicators_quality_published_kept ON indicators_quality_frozenpoints;
DROP TRIGGER indicators_quality_frozen_kept ON indicators_quality_frozenpoints;
DROP TRIGGER indicators_quality_reported_kept ON indicators_quality_reportedvalue;
DROP FUNCTION indicators_quality_keep();
"""


class Migration(migrations.Migration):
    dependencies = [("indicators_quality", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
