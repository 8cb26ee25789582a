"""The pages are made and run by what stands in docs."""

from paths import ROOT

DOCS = ROOT / "docs"
