from django.db import migrations


class Migration(migrations.Migration):
    """Whose order it is was copied when it was imported, and stayed when a customer number was corrected."""

    dependencies = [("demand", "0002_missing_numbers")]

    operations = [migrations.RemoveField(model_name="orderline", name="organisation")]
