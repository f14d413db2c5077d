"""The languages of the window: Qt Linguist's .ts files, read as they are, so that nobody needs to compile them."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from avatar_app.ui import sentences
from avatar_app.ui.text import marked, use

FOLDER = Path(__file__).with_name("languages")
LANGUAGES = {"system": marked("As the system"), "en": "English", "de": "Deutsch"}
"""By what the settings call them. Each is named in itself, so that everybody finds the own one."""
SENTENCES = "sentences.{}.ts"
"""The files of what the engine says. English has only those that speak of commands, in other words."""


def texts_in(path: Path) -> dict[str, str]:
    """English -> the file's language, without what is unfinished or gone."""
    found = {}
    for message in ElementTree.parse(path).iter("message"):
        translation = message.find("translation")
        if translation is not None and translation.get("type") is None and translation.text:
            found[message.findtext("source", "")] = translation.text
    return found


def chosen_language(name: str) -> str:
    """en, or another language that there is a file for: what the setting `name` says, or what the system speaks."""
    code = QLocale.system().name()[:2] if name == "system" else name
    return code if (FOLDER / f"{code}.ts").is_file() else "en"


def speak(app: QCoreApplication, name: str) -> str:
    """Make the app speak the language of a setting from now on; the language's code. Widgets that are there stay."""
    for one in app.findChildren(QTranslator):
        app.removeTranslator(one)
        one.deleteLater()
    code = chosen_language(name)
    use({} if code == "en" else texts_in(FOLDER / f"{code}.ts"))
    sentences.use(texts_in(FOLDER / SENTENCES.format(code)))
    qt = QTranslator(app)  # the buttons of Qt's own dialogs
    if code != "en" and qt.load(f"qtbase_{code}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(qt)
    return code
