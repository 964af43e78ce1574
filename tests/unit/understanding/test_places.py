"""Places in a message: short and long words, joined, ambiguous, unknown, and what only looks like a place."""

from __future__ import annotations

import subprocess
import sys

import geothai
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.gazetteer import Area
from bot.understanding.places import Home, Place, read_places

Names = tuple[str | None, str | None, str | None, int]


def names(text: str, home: Home | None = None) -> list[Names]:
    return [(place.tambon, place.amphoe, place.province, place.matches) for place in read_places(text, home)]


NASAN = ("นาสาร", "พระพรหม", "นครศรีธรรมราช", 1)
THACHIN = ("ท่าจีน", "เมืองสมุทรสาคร", "สมุทรสาคร", 1)
KHOKKLANG = ("โคกกลาง", "ลำปลายมาศ", "บุรีรัมย์", 1)
BANGKAPI = (None, "บางกะปิ", "กรุงเทพมหานคร", 1)
MUEANG = (None, "เมืองมหาสารคาม", "มหาสารคาม", 1)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("ต.นาสาร อ.พระพรหม จ.นครศรีธรรมราช", NASAN),
        ("ต.นาสารอ.พระพรหมจ.นครศรีธรรมราช", NASAN),
        ("ต. นาสาร อ. พระพรหม จ. นครศรีธรรมราช", NASAN),
        ("ต นาสาร อ พระพรหม จ นครศรีธรรมราช", NASAN),
        ("ตำบลนาสาร อำเภอพระพรหม จังหวัดนครศรีธรรมราช", NASAN),
        ("ตำบนนาสาร อำเพอพระพรหม จว.นครศรีธรรมราช", NASAN),
        ("ตำบลท่าจีน อำเภอเมืองสมุทรสาคร", THACHIN),
        ("ตำบลท่าจีนอำเภอเมืองสมุทรสาคร", THACHIN),
        ("ต.ท่าจีน อ.เมือง", THACHIN),
        ("ต.ท่าจีน, อ.เมืองฯ, จ.สมุทรสาคร", THACHIN),
        ("จ.บุรีรัมย์ อ.ลำปลายมาศ ต.โคกกลาง", KHOKKLANG),
        ("ต.โคกกลาง ลำปลายมาศ บุรีรัมย์", KHOKKLANG),
        ("ต.โคกกลาง บุรีรัมย์", KHOKKLANG),
        ("อ.เมือง จ.มหาสารคาม", MUEANG),
        ("อ.เมือง มหาสารคาม", MUEANG),
        ("อำเภอเมืองจังหวัดมหาสารคาม", MUEANG),
        ("เขตบางกะปิ กรุงเทพมหานคร", BANGKAPI),
        ("เขตบางกะปิกรุงเทพฯ", BANGKAPI),
        ("แขวงคลองจั่น เขตบางกะปิ กทม.", ("คลองจั่น", "บางกะปิ", "กรุงเทพมหานคร", 1)),
        ("กทม", (None, None, "กรุงเทพมหานคร", 1)),
        ("จ.บุรีรัมย์", (None, None, "บุรีรัมย์", 1)),
        ("จว บุรีรัมย์", (None, None, "บุรีรัมย์", 1)),
        ("โคราช", (None, None, "นครราชสีมา", 1)),
        ("อยู่บุรีรัมย์ค่ะ", (None, None, "บุรีรัมย์", 1)),
        ("อ.เมือง เลย", (None, "เมืองเลย", "เลย", 1)),
        ("อ.สุไหงโกลก จ.นราธิวาส", (None, "สุไหงโก-ลก", "นราธิวาส", 1)),
        ("ต.สามตำบล อ.จุฬาภรณ์", ("สามตำบล", "จุฬาภรณ์", "นครศรีธรรมราช", 1)),
        ("ต.จันจว้า อ.แม่จัน จ.เชียงราย", ("จันจว้า", "แม่จัน", "เชียงราย", 1)),
    ],
)
def test_one_place_is_settled(text: str, place: Names) -> None:
    assert names(text) == [place]


@pytest.mark.parametrize(
    "text",
    [
        "ส่งรายงาน 15 ต.ค. 69",
        "ต.ค.69",
        "ต.ค 69",
        "จ. 23 พ.ย.",
        "ได้เลยครับ",
        "ไปตากผ้า",
        "อ.สมชายมาประชุม",
        "จ.ส.อ.สมชาย",
        "อบต.บอกว่าจะจ่ายเดือนหน้า",
        "ตำบลเรามีกี่คน",
        "จังหวัดไหนได้เยอะสุด",
        "ส่งจังหวัดแล้วค่ะ",
        "นอนรพ.3คืนได้กี่บาท",
        "บ้านอยู่ ม.5",
        "เมื่อวานเสียชีวิตที่ต่างจังหวัด ญาติเผาที่นั่นเลย",
        "ป้าอยู่โรงบาลจังหวัด สงสารแก",
        "ใบสถานะส่งจังหวัดภายในวันที่เท่าไร",
        "วิ่งมาราธอนตำบล ลงชื่อได้ที่อนามัย",
        "ไปเข้ากองทุนตำบลใหม่ ต้องลาออกไหม",
        "กองทุนตำบลอื่นมีเงินเยอะ",
        "พรุ่งนี้นายอำเภอถาม",
        "",
    ],
)
def test_what_names_no_place(text: str) -> None:
    assert names(text) == []


@pytest.mark.parametrize(
    "text", ["บ้านอยู่ ม.5 ต.บ้านสวน อ.เมือง จ.ชลบุรี", "ต.บ้านสวน หมู่ที่ ๕ อ.เมืองชลบุรี", "ต.บ้านสวนหมู่ 5 อ.เมืองชลบุรี"]
)
def test_a_village_number_does_not_confuse(text: str) -> None:
    assert names(text) == [("บ้านสวน", "เมืองชลบุรี", "ชลบุรี", 1)]


def test_a_month_beside_a_place() -> None:
    assert names("ต.ค.69 ที่ ต.ท่าจีน") == [THACHIN]


@pytest.mark.parametrize(
    "text",
    [
        "ต.นาสาร อ.พระพรหม กับ ต.ท่าจีน อ.เมืองสมุทรสาคร",
        "ต.นาสาร อ.พระพรหมและต.ท่าจีน",
        "ต.นาสาร อ.พระพรหม ต.ท่าจีน",
    ],
)
def test_two_places_in_one_text(text: str) -> None:
    assert names(text) == [NASAN, THACHIN]


def test_an_ambiguous_tambon_says_how_many_it_may_be() -> None:
    assert names("ต.หนองบัว") == [("หนองบัว", None, None, 28)]
    assert names("อ.เมือง")[0][3] > 70


def test_what_all_candidates_share_is_told() -> None:
    # two amphoe of one province have a tambon of this name, so the amphoe is missing and the province is not
    assert names("ต.โคกกลาง จ.อุดรธานี") == [("โคกกลาง", None, "อุดรธานี", 2)]
    assert names("ต.โคกกลาง", Home(province="อุดรธานี")) == [("โคกกลาง", None, "อุดรธานี", 2)]


def test_the_funds_own_area_comes_first() -> None:
    home = Home("หนองน้ำใส", "ลำปลายมาศ", "บุรีรัมย์")
    assert names("ต.โคกกลาง", home) == [KHOKKLANG]
    assert names("อ.เมือง", home) == [(None, "เมืองบุรีรัมย์", "บุรีรัมย์", 1)]
    assert names("ต.หนองน้ำใส", home) == [("หนองน้ำใส", "ลำปลายมาศ", "บุรีรัมย์", 1)]


def test_home_never_overrules_what_was_said() -> None:
    home = Home("โคกกลาง", "ลำปลายมาศ", "บุรีรัมย์")
    assert names("ต.ท่าจีน", home) == [THACHIN]
    assert names("ต.โคกกลาง อ.ประทาย", home) == [("โคกกลาง", "ประทาย", "นครราชสีมา", 1)]
    assert names("ต.โคกกลาง จ.อุดรธานี", home) == [("โคกกลาง", None, "อุดรธานี", 2)]


def test_the_funds_own_tambon_counts_where_the_country_does_not_know_it() -> None:
    home = Home("หนองสมมติ", "สมมติ", "แดนสมมติ")
    assert names("ต.หนองสมมติ", home) == [("หนองสมมติ", "สมมติ", "แดนสมมติ", 1)]
    assert names("ต.หนองสมมติ อ.พระพรหม", home) == [("หนองสมมติ", "พระพรหม", "นครศรีธรรมราช", 0)]
    assert names("ต.หนองสมมติ", Home("หนองสมมติ")) == [("หนองสมมติ", None, None, 0)]


def test_a_tambon_nobody_knows_is_kept_as_typed() -> None:
    assert names("ต.หนองสมมติ") == [("หนองสมมติ", None, None, 0)]
    assert names("ต.หนองสมมติ อ.เมือง จ.มหาสารคาม") == [("หนองสมมติ", "เมืองมหาสารคาม", "มหาสารคาม", 0)]


@pytest.mark.parametrize(
    ("text", "tambon"),
    [
        ("ต.คลองใหญ่ส่งรายงานรึยัง", "คลองใหญ่"),
        ("ต.ห้วยผักบุ้งกลับมาเปิดใหม่แล้วค่ะ", "ห้วยผักบุ้ง"),
        ("กองทุนตำบลโนนสะเดาติดต่อใคร", "โนนสะเดา"),
        ("ประชุม ต.ดอนกระถิน เรื่องปรับระเบียบ คนมา 41", "ดอนกระถิน"),
    ],
)
def test_a_name_ends_where_the_sentence_goes_on(text: str, tambon: str) -> None:
    assert [place.tambon for place in read_places(text)] == [tambon]


def test_an_unknown_province_or_amphoe_counts_beside_another_part_or_at_home() -> None:
    assert names("จังหวัดสาธิตมีกองทุนเท่าไร") == []
    assert names("จังหวัดสาธิตมีกองทุนเท่าไร", Home(province="สาธิต")) == [(None, None, "สาธิต", 0)]
    assert names("ต.หนองสมมติ จังหวัดสาธิต") == [("หนองสมมติ", None, "สาธิต", 0)]


def test_parts_that_do_not_belong_together_fit_no_place() -> None:
    ((tambon, amphoe, _, matches),) = names("ต.ท่าจีน อ.ลำปลายมาศ")
    assert (tambon, amphoe, matches) == ("ท่าจีน", "ลำปลายมาศ", 0)


def test_a_place_is_quoted_with_its_announcing_words() -> None:
    assert read_places("กองทุน ต.ท่าจีน ส่งแล้ว") == [Place(7, 15, "ต.ท่าจีน", "ท่าจีน", "เมืองสมุทรสาคร", "สมุทรสาคร", 1)]


@given(st.text(alphabet="ตอจ. เมืองนาสารบุรีรัมย์กทมเขตตำบล5๕ฯ-", max_size=40))
def test_positions_stay_inside_and_in_order(text: str) -> None:
    last = 0
    for place in read_places(text):
        assert last <= place.start < place.end
        assert place.tambon or place.amphoe or place.province
        last = place.end


def test_the_countrys_list_is_loaded_by_the_first_place_only() -> None:
    code = "import sys, bot.understanding.places; print('geothai' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.fixture(scope="module")
def country() -> list[Area]:
    return [
        Area(tambon.name_th, district.name_th.removeprefix("เขต"), province.name_th)
        for province in geothai.provinces()
        for district in geothai.districts(province.code)
        for tambon in geothai.subdistricts(district.code)
    ]


def _misread(country: list[Area], form: str) -> list[str]:
    texts = {form.format(area.tambon.split(" (")[0], *area[1:]): area for area in country if area.tambon}
    return [text for text, area in texts.items() if names(text) != [(*area, 1)]]


@pytest.mark.parametrize("form", ["ต.{} อ.{} จ.{}", "ตำบล{} อำเภอ{} จังหวัด{}", "ต.{} {} {}"])
def test_every_tambon_of_the_country_is_read_back(country: list[Area], form: str) -> None:
    assert _misread(country, form) == []


def test_joined_without_spaces_all_but_four_tambons_are_read_back(country: list[Area]) -> None:
    # where the name's last letter is the amphoe's first, or the name itself is a row of short words
    assert set(_misread(country, "ต.{}อ.{}จ.{}")) == {
        "ต.จ.ป.ร.อ.กระบุรีจ.ระนอง",
        "ต.มายอ.บ้านม่วงจ.สกลนคร",
        "ต.สายอออ.โนนไทยจ.นครราชสีมา",
        "ต.แซร์อออ.วัฒนานครจ.สระแก้ว",
    }
