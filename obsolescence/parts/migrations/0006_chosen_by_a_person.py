from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("parts", "0005_notice_told_version_alter_notice_evidence_and_more")]

    operations = [
        migrations.AddField(
            model_name="noticepart", name="is_chosen", field=models.BooleanField(default=False)
        )
    ]
