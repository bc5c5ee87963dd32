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


LIMITS = {
    "partitions": (1, 1024),
    "replication": (1, 9),
    "batch_size": (1, 10_000),
    "metrics_port": (0, 65535),
}


@pytest.mark.parametrize("name", LIMITS)
def test_a_number_is_taken_from_its_least_to_its_most(monkeypatch, name):
    least, most = LIMITS[name]
    for taken in (least, most):
        monkeypatch.setenv(f"NEWS_{name.upper()}", str(taken))
        assert getattr(load_settings(), name) == taken
    for refused in (least - 1, most + 1):
        monkeypatch.setenv(f"NEWS_{name.upper()}", str(refused))
        with pytest.raises(SettingsError, match=f"NEWS_{name.upper()}: .*got '{refused}'"):
            load_settings()


def test_a_batch_waits_a_moment_and_ten_seconds_at_most():
    assert load_settings(batch_within=0.001).batch_within == 0.001
    assert load_settings(batch_within=10).batch_within == 10
    for refused in (0, 10.001):
        with pytest.raises(SettingsError, match="NEWS_BATCH_WITHIN"):
            load_settings(batch_within=refused)


def test_what_holds_where_nothing_is_set(monkeypatch):
    monkeypatch.delenv("JAVA_HOME", raising=False)
    settings = load_settings()
    found = settings.model_dump(
        exclude={
            "sasl_password",
            "ssl_key_password",
            "serve_token",
            "sink_secret",
            "web_token",
            "data_dir",
            "cache_dir",
        }
    )
    assert found == {
        "broker": "",
        "security_protocol": "PLAINTEXT",
        "sasl_mechanism": "PLAIN",
        "sasl_username": "",
        "ssl_cafile": None,
        "ssl_certfile": None,
        "ssl_keyfile": None,
        "app_id": "news",
        "grouping": "dedup+extract",
        "partitions": 8,
        "java_home": None,
        "store": "rocksdb",
        "replication": 1,
        "names_file": None,
        "accurate": False,
        "article_seconds": 120.0,
        "batch_size": 200,
        "batch_within": 0.5,
        "tracing": False,
        "metrics_port": 0,
        "metrics_addr": "127.0.0.1",
        "log_level": "info",
        "log_json": False,
    }


def test_home_is_resolved(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    assert load_settings().data_path() == tmp_path / ".local/share/news-pipeline"
    assert load_settings().cache_path() == tmp_path / ".cache/news-pipeline"


def test_an_override_of_nothing_wins(monkeypatch):
    monkeypatch.setenv("NEWS_METRICS_PORT", "9000")
    monkeypatch.setenv("NEWS_BROKER", "a:9092")
    settings = load_settings(metrics_port=0, broker="")
    assert (settings.metrics_port, settings.broker) == (0, "")


def test_our_java_goes_before_the_machines(monkeypatch, tmp_path):
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "any"))
    assert load_settings().java_home == tmp_path / "any"
    monkeypatch.setenv("NEWS_JAVA_HOME", str(tmp_path / "own"))
    assert load_settings().java_home == tmp_path / "own"


def test_a_variable_that_is_no_setting_is_no_fault(monkeypatch):
    monkeypatch.setenv("NEWS_ANYTHING", "x")
    assert load_settings(anything="x")


def test_blanks_and_empty_entries_are_no_part_of_the_list():
    settings = BrokerSettings(broker=" a:1,, b:2 ,\t[::1]:3,")
    assert settings.broker == "a:1,b:2,[::1]:3"
    assert settings.aiokafka_kwargs()["bootstrap_servers"] == ["a:1", "b:2", "[::1]:3"]
    assert BrokerSettings(broker=" , ").aiokafka_kwargs()["bootstrap_servers"] == []


@pytest.mark.parametrize(
    "broker",
    ["kafka", "kafka:", ":9092", "kafka:x", "kafka:0", "kafka:65536", "a:1 b:2", "a:1;b:2",
     "kafka://a:1", "a:1/news", "::1:9092", "a:1,b"],
)  # fmt: skip
def test_what_is_no_address_is_named_wherever_it_is_read(broker, monkeypatch):
    wrong = broker.rpartition(",")[2]
    line = f"NEWS_BROKER: {wrong!r} is not host:port. Write kafka-1:9092,kafka-2:9092"
    with pytest.raises(SettingsError) as raised:
        BrokerSettings(broker=broker)
    assert str(raised.value) == line
    monkeypatch.setenv("NEWS_BROKER", broker)
    with pytest.raises(SettingsError) as raised:
        load_settings()
    assert str(raised.value) == line


def test_a_port_is_from_1_to_65535():
    assert BrokerSettings(broker="a:1,a:65535").broker == "a:1,a:65535"


@pytest.mark.parametrize("broker", ["desk:sesame@a:1", "kafka://desk:sesame@a:1"])
def test_a_password_in_the_address_is_not_repeated(broker):
    with pytest.raises(SettingsError) as raised:
        BrokerSettings(broker=broker)
    assert "sesame" not in f"{raised.value!r} {raised.value} {raised.value.__cause__}"
    assert "what stands before @host is not host:port" in str(raised.value)


@pytest.mark.parametrize("name", ["sasl_password", "ssl_key_password", "serve_token", "web_token"])
def test_a_password_of_another_type_is_not_repeated(name):
    with pytest.raises(SettingsError) as raised:
        load_settings(**{name: 271828})
    error = raised.value
    assert str(error).startswith(f"NEWS_{name.upper()}: ")
    assert "271828" not in f"{error!r} {error} {error.__cause__!r} {error.__cause__}"


def test_who_we_are_is_the_name_alone(tmp_path):
    fields = {"sasl_username": "desk", "sasl_password": "sesame"}
    for protocol in ("SASL_SSL", "SASL_PLAINTEXT"):
        assert BrokerSettings(security_protocol=protocol, **fields).principal() == "user desk"
    own = BrokerSettings(security_protocol="SSL", ssl_certfile=tmp_path / "own.pem", **fields)
    assert own.principal() == "the client certificate's user"
    assert BrokerSettings(security_protocol="SSL").principal() == "a user without a name"


@pytest.mark.parametrize(
    ("protocol", "tls", "sasl"),
    [
        ("PLAINTEXT", False, False),
        ("SSL", True, False),
        ("SASL_PLAINTEXT", False, True),
        ("SASL_SSL", True, True),
    ],
)
def test_each_protocol_has_what_it_needs(protocol, tls, sasl):
    settings = BrokerSettings(
        broker="a:1", security_protocol=protocol, sasl_username="u", sasl_mechanism="SCRAM-SHA-512"
    )
    kwargs = settings.aiokafka_kwargs()
    assert kwargs["security_protocol"] == protocol
    assert ("ssl_context" in kwargs) is tls
    assert {name for name in kwargs if name.startswith("sasl")} == (
        {"sasl_mechanism", "sasl_plain_username", "sasl_plain_password"} if sasl else set()
    )
    assert kwargs.get("sasl_mechanism", "SCRAM-SHA-512") == "SCRAM-SHA-512"


@pytest.mark.parametrize("key", [True, False])
def test_a_client_certificate_that_cannot_be_loaded_is_told(tmp_path, key):
    (tmp_path / "own.pem").write_text("no certificate")
    settings = BrokerSettings(
        security_protocol="SSL",
        ssl_certfile=tmp_path / "own.pem",
        ssl_keyfile=tmp_path / "own.key" if key else None,
    )
    with pytest.raises(SettingsError, match="NEWS_SSL_CERTFILE"):
        settings.ssl_context()
