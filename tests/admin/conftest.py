"""Who works in the admin with no right but those that a test gives."""

import pytest


@pytest.fixture
def clerk(django_user_model):
    return django_user_model.objects.create_user("clerk", is_staff=True)


@pytest.fixture
def clerk_client(client, clerk):
    client.force_login(clerk)
    return client
