import pytest
from hypothesis import given

from jiceng.labelling.exchange.offsets import Utf16
from tests.strategies import texts


@given(texts)
def test_units_are_those_of_utf_16_and_lead_back(text: str) -> None:
    count = Utf16(text)
    for offset in range(len(text) + 1):
        units = count.units(offset)
        assert units == len(text[:offset].encode("utf-16-le", "surrogatepass")) // 2
        assert count.code_points(units) == offset


def test_what_is_no_boundary_of_characters_is_refused() -> None:
    count = Utf16("𠮷田")
    assert (count.code_points(2), count.code_points(3)) == (1, 2)
    with pytest.raises(ValueError, match="falls inside the character at 0"):
        count.code_points(1)
    with pytest.raises(ValueError, match="has 3 UTF-16 units, so there is no unit 4"):
        count.code_points(4)
    with pytest.raises(ValueError, match="no unit -1"):
        count.code_points(-1)
    with pytest.raises(ValueError, match="has 2 characters, so there is no offset 3"):
        count.units(3)
