"""Values are only added and a frozen copy never changes, whoever asks the database."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION indicators_scores_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is only ever added to', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER indicators_scores_value_kept BEFORE UPDATE OR DELETE ON indicators_scores_value
    FOR EACH ROW EXECUTE FUNCTION indicators_scores_keep();

CREATE TRIGGER indicators_scores_publication_kept BEFORE UPDATE OR DELETE ON indicators_scores_publication
    FOR EACH ROW EXECUTE FUNCTION indicators_scores_keep();

CREATE TRIGGER indicators_scores_structure_kept BEFORE UPDATE OR DELETE ON indicators_scores_structure
    FOR EACH ROW WHEN (OLD.approved_at IS NOT NULL) EXECUTE FUNCTION indicators_scores_keep();
"""

BACKWARD = """
DROP TRIGGER indicators_scores_structure_kept ON indicators_scores_structure;
DROP TRIGGER indicators_scores_publication_kept ON indicators_scores_publication;
DROP TRIGGER indicators_scores_value_kept ON indicators_scores_value;
DROP FUNCTION indicators_scores_keep();
"""


class Migration(migrations.Migration):
    dependencies = [("indicators_scores", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
