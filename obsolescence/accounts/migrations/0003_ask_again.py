from django.db import migrations, models


class Migration(migrations.Migration):
    """Whoever was declined, or has left, may ask again to join."""

    dependencies = [("accounts", "0002_api_tokens")]

    operations = [
        migrations.RemoveConstraint(model_name="joinrequest", name="join_asked_once"),
        migrations.AddConstraint(
            model_name="joinrequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("decided_at", None)),
                fields=("organisation", "user"),
                name="join_asked_once",
            ),
        ),
    ]
