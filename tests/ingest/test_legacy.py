"""Encodings from before Unicode, told by what they make of the letters; what is Unicode already stays untouched."""

from __future__ import annotations

from time import process_time

import pytest
from office_samples import in_tcvn3, in_vni, in_windows_1258

from pipeline.ingest.legacy import convert_mojibake, decode_legacy, from_font, from_tcvn3, from_vni, vietnamese_share
from pipeline.ingest.plain import NotText, decode

EVERY = " ".join(
    onset + vowel
    for onset in ("", "th", "Ng")
    for vowel in "àảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵăâêôơưđ".replace("đ", "")
) + " đường Đại"  # fmt: skip
LINE = "Sở Giáo dục và Đào tạo hướng dẫn các đơn vị tổ chức Tuần lễ hưởng ứng học tập suốt đời"


@pytest.mark.parametrize(("encode", "name"), [(in_tcvn3, "TCVN3 (ABC)"), (in_vni, "VNI"), (in_windows_1258, "windows-1258")])
@pytest.mark.parametrize("text", [EVERY.replace(" à", " à"), LINE])
def test_every_letter_comes_back(encode: object, name: str, text: str) -> None:
    assert callable(encode)
    found = decode_legacy(encode(text))
    assert found is not None and (found.encoding, found.text) == (name, text)


def test_the_soft_hyphen_is_a_letter_in_abc() -> None:
    assert from_tcvn3("ch\xad¬ng tr×nh") == "chương trình"


@pytest.mark.parametrize(("typed", "meant"), [
    ("CéNG HßA X· HéI CHñ NGHÜA VIÖT NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    ("theo QuyÕt ®Þnh cña UBND tØnh", "theo Quyết định của UBND tỉnh"),
    ("ban hµnh KÕ HO¹CH n¨m 2004", "ban hành KẾ HOẠCH năm 2004"),
    ("XÃ".replace("Ã", "·") + " B×nh Yªn", "Xã Bình Yên"),
])  # fmt: skip
def test_capitals_with_tones_which_abc_has_not(typed: str, meant: str) -> None:
    assert from_tcvn3(typed) == meant


def test_vni_in_capitals() -> None:
    assert from_vni("ÑOÄC LAÄP - TÖÏ DO - HAÏNH PHUÙC") == "ĐỘC LẬP - TỰ DO - HẠNH PHÚC"


def test_fonts_say_their_encoding() -> None:
    assert from_font("ñy ban", ".VnTimeH") == "ỦY BAN" and from_font("Uû ban", ".VnTime") == "Uỷ ban"
    assert from_font("UÛy ban", "VNI-Times") == "Ủy ban" and from_font("ñ", "Times New Roman") is None


@pytest.mark.parametrize("text", [
    LINE, "La Commission européenne a été saisie après l'été où ça s'arrête, élève.", "Ngày 1 tháng 2", "résumé", "Đ ă", "",
])  # fmt: skip
def test_unicode_is_not_converted(text: str) -> None:
    assert convert_mojibake(text) is None and decode(text.encode()) == (text, ())


def test_what_no_encoding_explains_is_no_text() -> None:
    with pytest.raises(NotText, match="windows-1258"):
        decode(bytes(range(0x80, 0x100)) * 5)


def test_english_with_marks_of_print_is_text() -> None:
    assert decode(
        "The office’s plan – a summary of what was said on the first day, at length, and with all the details.".encode("cp1252")
    )[0].startswith("The office’s plan –")


def test_the_share_tells_right_from_wrong() -> None:
    assert vietnamese_share(LINE)[0] == 1.0
    assert vietnamese_share(in_tcvn3(LINE).decode("cp1252"))[0] < 0.4
    assert vietnamese_share(from_vni(in_tcvn3(LINE).decode("cp1252")))[0] < 0.8


def test_a_word_of_endless_length_costs_what_a_text_of_its_length_costs() -> None:
    def cost(text: str) -> float:
        begun = process_time()
        vietnamese_share(text)
        return process_time() - begun

    text = (LINE + " ") * 100
    assert cost("d" * len(text)) < 20 * cost(text), "each letter would be a beginning to try"
