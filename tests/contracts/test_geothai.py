"""What we rely on in geothai: its data is installed, complete, and has the numbers the ministry publishes."""

from __future__ import annotations

import geothai
import pytest


@pytest.mark.parametrize(
    ("province", "amphoe", "tambon"),
    [
        ("สมุทรสาคร", 3, 40),
        ("บุรีรัมย์", 23, 189),
        ("กรุงเทพมหานคร", 50, 180),
        ("นครราชสีมา", 32, 289),
        ("เชียงใหม่", 25, 204),
    ],
)
def test_a_province_has_its_amphoe_and_tambon(province: str, amphoe: int, tambon: int) -> None:
    (found,) = [one for one in geothai.provinces() if one.name_th == province]
    districts = geothai.districts(found.code)
    assert len(districts) == amphoe
    assert sum(len(geothai.subdistricts(district.code)) for district in districts) == tambon


def test_the_country_is_whole() -> None:
    provinces = geothai.provinces()
    districts = [district for province in provinces for district in geothai.districts(province.code)]
    assert len(provinces) == 77
    assert len(districts) == 928
    assert sum(len(geothai.subdistricts(district.code)) for district in districts) == 7436


def test_the_amphoe_around_the_town_has_the_first_number() -> None:
    # the gazetteer finds "amphoe mueang" by this
    for province in geothai.provinces():
        for district in geothai.districts(province.code):
            if district.name_th == f"เมือง{province.name_th}":
                assert district.code == f"{province.code}01"
