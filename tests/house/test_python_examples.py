"""The Python in pages and notebooks runs, and prints what stands below it."""

import pytest
from generating.examples import Example, of_notebook, of_page, ran
from generating.terminal import ROOT

PAGES = [page for page in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))) if of_page(page)]
NOTEBOOKS = sorted((ROOT / "docs").glob("*.ipynb"))


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder of its own that sees the examples."""
    for package in ("polars", "pandas"):
        pytest.importorskip(package)
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_python_in_a_page_prints_what_the_page_says(page):
    """The blocks of a page are one program."""
    for example, printed in ran(of_page(page), str(page)):
        assert printed == example.expected, f"{page}:{example.line}"


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda page: page.name)
def test_the_cells_of_a_notebook_print_what_stands_below_them(notebook):
    """Without Jupyter: the cells are one program."""
    for example, printed in ran(of_notebook(notebook), str(notebook)):
        assert printed == example.expected, f"{notebook}: cell {example.line}"


def test_there_is_a_page_and_a_notebook():
    """Both are found, so that none of the above tries nothing."""
    assert ROOT / "docs" / "python.md" in PAGES
    assert [notebook.name for notebook in NOTEBOOKS] == ["python.ipynb"]


def test_what_goes_wrong_in_an_example_is_seen():
    """A failure is printed, so that it differs from what stands in the page."""
    ((_, printed),) = ran([Example(3, "print(1)\nnothing\n", "1\n")], "page.md")

    assert printed.startswith("1\nTraceback")
    assert 'File "page.md", line 4' in printed
