"""Settings: where a value comes from, and what is said of one that cannot be used."""

from pathlib import Path

import pytest

from flows.settings import CHECKOUT, Settings, SettingsError, default_home, load_settings


def test_every_setting_is_described():
    """A setting nobody can read about is one nobody can use."""
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


def test_defaults_are_the_ones_promised(home):
    settings = load_settings(home)
    assert settings.max_file_bytes == 64 * 1024 * 1024
    assert settings.inbox == home / "inbox"


def test_default_home_is_the_checkouts_data_wherever_one_stands(home, monkeypatch):
    monkeypatch.chdir("/")
    assert default_home() == CHECKOUT / "data"


def test_home_from_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("FAZHI_HOME", str(tmp_path))
    assert load_settings().home == tmp_path


def test_command_wins_over_environment_over_file(home, monkeypatch):
    (home / "settings.toml").write_text(
        'batch_files = 7\nworkers = 3\nrunner = "threads"\n', encoding="utf-8"
    )
    monkeypatch.setenv("FAZHI_WORKERS", "5")
    monkeypatch.setenv("FAZHI_RUNNER", "threads")
    settings = load_settings(home, runner="processes", workers=None)
    assert (settings.batch_files, settings.workers, settings.runner) == (7, 5, "processes")


def test_formats_from_the_environment_are_separated_by_commas(home, monkeypatch):
    monkeypatch.setenv("FAZHI_FORMATS", ".txt,.log")
    assert load_settings(home).formats == (".txt", ".log")


@pytest.mark.parametrize(
    ("text", "told", "why"),
    [
        ("batch_files = 0", "batch_files", "a batch of no files never ends"),
        ('workers = "many"', "many", "the value is shown"),
        ('runner = "cloud"', "runner", "an unknown runner is no default"),
        ("bach_files = 3", "bach_files", "a misspelt name is not ignored"),
        ("batch_files = ", "settings.toml", "broken TOML names the file"),
        ('home = "/elsewhere"', "home", "the file lies in home, so it cannot move it"),
    ],
)
def test_a_wrong_file_is_told(home, text, told, why):
    (home / "settings.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=told) as caught:
        load_settings(home)
    assert "settings.toml" in str(caught.value), why


def test_a_wrong_variable_names_the_environment(home, monkeypatch):
    monkeypatch.setenv("FAZHI_BATCH_FILES", "-1")
    with pytest.raises(SettingsError, match=r"环境变量.*batch_files.*-1"):
        load_settings(home)


def test_settings_cannot_be_changed(home):
    with pytest.raises(ValueError, match="frozen"):
        load_settings(home).home = Path("/")
