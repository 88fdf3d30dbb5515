"""What was published never changes, and an approved end neither, whoever asks the database."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION indicators_dictionary_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a published definition is never deleted' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF (NEW.code, NEW.number, NEW.state, NEW.row, NEW.digest, NEW.proposed_by, NEW.approved_by, NEW.approved_at)
       IS DISTINCT FROM
       (OLD.code, OLD.number, OLD.state, OLD.row, OLD.digest, OLD.proposed_by, OLD.approved_by, OLD.approved_at) THEN
        RAISE EXCEPTION 'a published definition never changes' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.end_approved_at IS NOT NULL AND (NEW.end_on, NEW.end_approved_at, NEW.end_approved_by)
       IS DISTINCT FROM (OLD.end_on, OLD.end_approved_at, OLD.end_approved_by) THEN
        RAISE EXCEPTION 'an approved end never changes' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER indicators_dictionary_kept BEFORE UPDATE OR DELETE ON indicators_dictionary_version
    FOR EACH ROW WHEN (OLD.state = 'published') EXECUTE FUNCTION indicators_dictionary_keep();
"""

BACKWARD = """
DROP TRIGGER indicators_dictionary_kept ON indicators_dictionary_version;
DROP FUNCTION indicators_dictionary_keep();
"""


class Migration(migrations.Migration):
    dependencies = [("indicators_dictionary", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
