import pytest

from pipeline.errors import SettingsError
from pipeline.settings import BrokerSettings, load_settings


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch):
    import os

    for name in list(os.environ):
        if name.startswith("NEWS_"):
            monkeypatch.delenv(name)


def test_defaults_name_no_broker():
    assert load_settings().broker == ""


def test_the_environment_is_read_and_an_override_wins(monkeypatch):
    monkeypatch.setenv("NEWS_BROKER", "a:9092, b:9092")
    monkeypatch.setenv("NEWS_PARTITIONS", "3")
    settings = load_settings(partitions=5)
    assert settings.aiokafka_kwargs()["bootstrap_servers"] == ["a:9092", "b:9092"]
    assert settings.partitions == 5


def test_an_override_of_none_does_not_win(monkeypatch):
    monkeypatch.setenv("NEWS_APP_ID", "desk")
    assert load_settings(app_id=None).app_id == "desk"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("NEWS_PARTITIONS", "many"),
        ("NEWS_PARTITIONS", "0"),
        ("NEWS_SECURITY_PROTOCOL", "TLS"),
        ("NEWS_GROUPING", "none"),
        ("NEWS_STORE", "redis"),
    ],
)
def test_a_wrong_value_is_one_line_that_names_its_setting(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert str(caught.value).startswith(f"{name}: ")
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code == 2


def test_sasl_goes_to_the_client_and_stays_out_of_the_repr():
    settings = BrokerSettings(
        broker="a:1", security_protocol="SASL_SSL", sasl_username="u", sasl_password="p4ss"
    )
    kwargs = settings.aiokafka_kwargs()
    assert kwargs["sasl_plain_password"] == "p4ss"
    assert kwargs["ssl_context"] is not None
    assert "p4ss" not in repr(settings)


def test_a_missing_certificate_is_a_settings_error(tmp_path):
    settings = BrokerSettings(security_protocol="SSL", ssl_cafile=tmp_path / "none.pem")
    with pytest.raises(SettingsError, match="NEWS_SSL_CAFILE"):
        settings.ssl_context()
