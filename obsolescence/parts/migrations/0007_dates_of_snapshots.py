from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("parts", "0006_chosen_by_a_person")]

    operations = [
        migrations.AddField(
            model_name="claim", name="is_snapshot", field=models.BooleanField(db_default=False)
        )
    ]
