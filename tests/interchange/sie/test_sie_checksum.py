"""A file that carries a checksum is read only when it is whole and unchanged."""

import re

import pytest
from accounting import HEAD, put, summed

from ledger.interchange.sie.records.checksum import Checksum, ChecksumDiffers, ChecksumMissing, ChecksumUnreadable

ROWS = '#PSALDO 0 202401 4010 {} 10.50\n#PSALDO 0 202401 4010 {1 "100"} 10.50\n#PROSA "å \\"ä\\" ö"\n'


def with_sum(value, rows=ROWS):
    """The rows between the two records of the standard, with what precedes them outside."""
    return HEAD.replace("#FLAGGA 0\n", "#FLAGGA 0\n#KSUMMA\n") + rows + f"#KSUMMA {value}\n"


def right_sum(rows=ROWS, encoding="cp437"):
    """The sum of the file above, over what the standard says is counted: all but quotes, and blanks outside them."""
    counted = HEAD.replace("#FLAGGA 0\n", "") + rows
    parts = [part for line in counted.splitlines() for part in pieces(line)]
    return summed(*parts, encoding=encoding)


def pieces(line):
    """A line's text inside quotes as it is, and outside them without blanks and braces."""
    for place, part in enumerate(line.replace('\\"', "\0").split('"')):
        yield part.replace("\0", '"') if place % 2 else re.sub(r"[ \t{}]", "", part)


def test_the_example_of_the_standard():
    """Of an account named Kassa "special" the label, the number and the text with its own quotes count."""
    checksum = Checksum()
    checksum.add(["#KONTO", "1915", 'Kassa "special"'])
    checksum.add(["#TRANS", "7010", ("1", "456", "7", "47"), "13200.00"])

    assert checksum.value == summed('#KONTO1915Kassa "special"', "#TRANS70101456747", "13200.00")


def test_the_sum_is_the_crc_32_everybody_knows():
    """The standard's polynomial, first and last inversion: the check value of CRC-32."""
    checksum = Checksum()
    checksum.add(["123456789"])

    assert checksum.value == 0xCBF43926


@pytest.mark.parametrize("signed", [False, True])
def test_a_right_sum_is_accepted(office, signed):
    """Signed numbers are the same sum, and some programs write them."""
    value = right_sum()
    value -= 2**32 if signed else 0

    assert office.imported(with_sum(value)).status == 0
    assert len(office.facts("outcome")) == 1


@pytest.mark.parametrize("counted", ["cp437", "utf-8"])
def test_a_file_in_utf_8_may_count_its_own_bytes(office, counted):
    """Programs that write UTF-8 count either what the standard says or what they write."""
    assert office.imported(with_sum(right_sum(encoding=counted)), encoding="utf-8").status == 0


def test_one_digit_changed_is_found(office):
    text = with_sum(right_sum())

    office.refused(text.replace("10.50", "10.60"), "#KSUMMA says", "was changed")
    assert ChecksumDiffers.code == "checksum-differs"


def test_blanks_between_fields_do_not_count(office):
    text = with_sum(right_sum()).replace("#PSALDO 0 ", "#PSALDO\t 0   ").replace('{1 "100"}', '{ "1"  100 }')

    assert office.imported(text).status == 0


def test_a_file_cut_off_is_refused(office):
    text = with_sum(1)

    office.refused(text[: text.rindex("#KSUMMA")], "its end is missing")
    assert ChecksumMissing.code == "checksum-missing"


def test_a_sum_that_is_no_number_is_refused(office):
    office.refused(with_sum("åtta"), "not a whole number", status=2)
    assert ChecksumUnreadable.code == "checksum-unreadable"


def test_a_sum_without_a_beginning_is_told(office):
    """There is nothing to check it against."""
    ran = office.imported(HEAD + ROWS + "#KSUMMA 17\n")

    assert (ran.status, "nothing could be checked" in ran.err) == (0, True)


def test_what_is_exported_carries_a_right_sum(office):
    """Ours is computed over what we write, and read by the same rules."""
    office.imported(HEAD + ROWS)
    office.done("export", "--sie", "ut.se", "--as-of", "2024-12")
    data = (office.folder / "ut.se").read_bytes()

    assert office.done("import", "ut.se").out.startswith("0 facts")
    assert office.run("import", put("bad.se", data.replace(b"10.50", b"10.51"))).status == 1
