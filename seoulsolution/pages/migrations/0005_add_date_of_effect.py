from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("pages", "0004_add_addresses_of_former_sites"),
    ]

    operations = [
        migrations.AddField(
            model_name="page",
            name="effective_on",
            field=models.DateField(
                blank=True,
                help_text="For a policy. Change it with the text: the version before stays readable under its own date.",
                null=True,
                verbose_name="takes effect on",
            ),
        ),
    ]
