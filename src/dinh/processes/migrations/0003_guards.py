"""What was published never changes, and a step that was closed stays as it was judged: kept by the database itself."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION processes_keep_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'draft' THEN
        RETURN COALESCE(NEW, OLD);
    END IF;
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a published process is never deleted' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.state = 'draft' OR (NEW.model, NEW.bpmn, NEW.procedure_code, NEW.kind, NEW.number, NEW.valid_from, NEW.approved_by)
       IS DISTINCT FROM
       (OLD.model, OLD.bpmn, OLD.procedure_code, OLD.kind, OLD.number, OLD.valid_from, OLD.approved_by) THEN
        RAISE EXCEPTION 'a published process never changes' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER processes_version_kept BEFORE UPDATE OR DELETE ON processes_processversion
    FOR EACH ROW EXECUTE FUNCTION processes_keep_version();

CREATE FUNCTION processes_keep_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a closed step never changes' USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER processes_step_kept BEFORE UPDATE OR DELETE ON processes_steprun
    FOR EACH ROW WHEN (OLD.closed_at IS NOT NULL) EXECUTE FUNCTION processes_keep_step();
"""

BACKWARD = """
DROP TRIGGER processes_step_kept ON processes_steprun;
DROP FUNCTION processes_keep_step();
DROP TRIGGER processes_version_kept ON processes_processversion;
DROP FUNCTION processes_keep_version();
"""


class Migration(migrations.Migration):
    dependencies = [("processes", "0002_tables")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
