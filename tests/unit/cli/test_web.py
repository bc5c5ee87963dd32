"""`news web`: what keeps it from being served is one line."""

import pytest

from pipeline.cli import web
from pipeline.cli.main import main
from pipeline.settings import load_settings
from pipeline.web.server import Site


def test_without_its_extra_it_says_which(monkeypatch, capsys):
    monkeypatch.setattr(web, "_NEEDS", ("starlette", "no_such_package"))
    assert main(["web"]) == 2
    assert "needs no_such_package, which the extra [web] brings" in capsys.readouterr().err


def test_without_a_broker_it_says_so(monkeypatch, capsys):
    monkeypatch.delenv("NEWS_BROKER", raising=False)
    assert main(["web"]) == 3
    assert "no broker is named" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["--port", "70000"], ["--days", "0"], ["--articles", "x"]])
def test_what_an_option_does_not_take_is_usage(arguments, capsys):
    assert main(["web", *arguments]) == 2
    assert "See `news web --help`" in capsys.readouterr().err


def test_a_token_that_can_be_guessed_is_not_taken(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("NEWS_WEB_TOKEN", "sesame-sesame-1")
    path = str(tmp_path / "web.sqlite")
    asked = ["web", "--broker", "127.0.0.1:9", "--port", "0", "--db", path, "--allow-writes"]
    assert main(asked) == 2
    told = capsys.readouterr().err
    assert told.startswith("news: NEWS_WEB_TOKEN: ")
    assert "sesame" not in told


def test_a_page_that_is_served_says_where_and_ends_well(tmp_path, monkeypatch, capsys):
    served = []

    def run(site) -> None:
        served.append(site)

    monkeypatch.setattr(Site, "run", run)
    monkeypatch.delenv("NEWS_WEB_TOKEN", raising=False)
    path = str(tmp_path / "web.sqlite")
    asked = ["web", "--broker", "127.0.0.1:9", "--port", "0", "--db", path]
    assert main([*asked, "--host", "0.0.0.0"]) == 0
    (site,) = served
    told = capsys.readouterr().err
    assert "everybody who reaches 0.0.0.0 may read the page" in told
    assert f"the page is on {site.address}" in told
    assert "token" not in told
    assert main([*asked[:-1], str(tmp_path / "other.sqlite"), "--allow-writes"]) == 0
    told = capsys.readouterr().err
    assert "everybody" not in told
    assert "who writes signs in with this token: " in told
    for each in served:
        each._socket.close()
        each._database.close()


def test_a_token_is_made_where_none_is_set(monkeypatch):
    monkeypatch.delenv("NEWS_WEB_TOKEN", raising=False)
    made = {web._token(load_settings()) for _ in range(2)}
    assert len(made) == 2
    assert min(map(len, made)) >= 32
    monkeypatch.setenv("NEWS_WEB_TOKEN", "sesame-sesame-12")
    assert web._token(load_settings()) == "sesame-sesame-12"


def test_a_file_that_cannot_be_written_is_one_line(tmp_path, capsys):
    (tmp_path / "file").write_text("")
    path = str(tmp_path / "file" / "web.sqlite")
    assert main(["web", "--broker", "127.0.0.1:9", "--port", "0", "--db", path]) == 2
    told = capsys.readouterr().err
    assert "Name another file with --db" in told
    assert told.count("\n") == 1
