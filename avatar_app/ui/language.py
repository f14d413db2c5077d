"""The languages of the window: Qt Linguist's .ts files, read as they are, so that nobody needs to compile them."""

# ruff: noqa: N802  (Qt's names for what it calls)

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator

from avatar_app.ui.text import marked

FOLDER = Path(__file__).with_name("languages")
LANGUAGES = {"system": marked("As the system"), "en": "English", "de": "Deutsch"}
"""By what the settings call them. Each is named in itself, so that everybody finds the own one."""


class Texts(QTranslator):
    """The texts of one .ts file. What it lacks stays English."""

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.known = texts_in(path)

    def translate(self, context: str, text: str, _what: str | None = None, _count: int = -1) -> str | None:
        return None if context else self.known.get(text)  # the window's own texts have no context, Qt's have

    def isEmpty(self) -> bool:
        return not self.known


def texts_in(path: Path) -> dict[str, str]:
    """English -> the file's language, without what is unfinished or gone."""
    found = {}
    for message in ElementTree.parse(path).iter("message"):
        translation = message.find("translation")
        if translation is not None and translation.get("type") is None and translation.text:
            found[message.findtext("source", "")] = translation.text
    return found


def english(text: str) -> str:
    """What `tr` made `text` of; `text` itself where it is English, or nobody's translation."""
    for texts in QCoreApplication.instance().findChildren(Texts):
        for source, translation in texts.known.items():
            if translation == text:
                return source
    return text


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
    if code == "en":
        return code
    qt = QTranslator(app)  # the buttons of Qt's own dialogs
    if qt.load(f"qtbase_{code}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(qt)
    app.installTranslator(Texts(FOLDER / f"{code}.ts", app))
    return code
