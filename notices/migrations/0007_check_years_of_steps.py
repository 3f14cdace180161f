import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notices", "0006_empty_invisible_texts")]

    operations = [
        migrations.AlterField(
            model_name="selectionstep",
            name="year",
            field=models.PositiveSmallIntegerField(
                validators=[
                    django.core.validators.MinValueValidator(1990),
                    django.core.validators.MaxValueValidator(2199),
                ],
                verbose_name="year",
            ),
        ),
    ]
