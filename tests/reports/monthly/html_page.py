"""An HTML page taken apart by the standard library, as assistive technology would."""

from collections import Counter
from html.parser import HTMLParser

VOID = {"meta", "link", "br", "img", "input", "hr", "col", "path", "rect", "line"}


class Page(HTMLParser):
    """What stands in a page, collected while it is read."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.text = text
        self.tags = Counter()
        self.lang = None
        self.ids = []
        self.links = []
        self.addresses = []
        self.headings = []
        self.tables = []
        self.images = []
        self.declarations = []
        self._open = []
        self._heading = None
        self.feed(text)
        self.close()

    def handle_decl(self, decl):
        self.declarations.append(decl)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.tags[tag] += 1
        if tag not in VOID:
            self._open.append(tag)
        if tag == "html":
            self.lang = found.get("lang")
        if "id" in found:
            self.ids.append(found["id"])
        if tag == "a":
            self.links.append(found["href"])
        self.addresses += [found[name] for name in ("src", "srcset", "poster", "data", "action") if name in found]
        if tag in ("link", "use", "image"):
            self.addresses += [value for name, value in found.items() if name.endswith("href")]
        if tag in {f"h{level}" for level in range(1, 7)}:
            self._heading = int(tag[1])
            self.headings.append([self._heading, ""])
        if tag == "table":
            self.tables.append({"caption": False, "scopes": Counter(), "cells": 0, "heads": 0})
        if self.tables and "table" in self._open:
            self._note_cell(tag, found)
        if found.get("role") == "img":
            self.images.append(found)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag):
        assert self._open, f"</{tag}> closes nothing"
        assert self._open.pop() == tag, f"</{tag}> closes something else"
        if self._heading:
            self._heading = None if tag == f"h{self._heading}" else self._heading

    def handle_data(self, data):
        if self._heading:
            self.headings[-1][1] += data

    def _note_cell(self, tag, found):
        table = self.tables[-1]
        if tag == "caption":
            table["caption"] = True
        elif tag == "th":
            table["heads"] += 1
            table["scopes"][found.get("scope")] += 1
        elif tag == "td":
            table["cells"] += 1

    @property
    def unclosed(self):
        return self._open
