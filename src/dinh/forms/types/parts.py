"""What a person, an address, a land parcel and a household are made of. The words are those of Vietnamese forms."""

from collections.abc import Mapping

from dinh.forms.types.definition import Block, Choice
from dinh.forms.types.kinds import Format, Kind, When

GENDERS = (Choice("male", "Nam"), Choice("female", "Nữ"))

ADDRESS: tuple[Block, ...] = (
    Block(
        Kind.UNIT, "unit", "Xã, phường, đặc khu và tỉnh",
        help="Gõ tên, có dấu hay không đều được. Tên cũ trước ngày 01/07/2025 cũng tìm được.",
        prefill="person.residence_unit",
    ),
    Block(
        Kind.TEXT, "detail", "Số nhà, đường, thôn, tổ dân phố", maximum=300, required=False,
        prefill="person.address_text",
    ),
)  # fmt: skip

PERSON: tuple[Block, ...] = (
    Block(Kind.TEXT, "name", "Họ, chữ đệm, tên", maximum=100, prefill="person.name"),
    Block(
        Kind.TEXT, "cccd", "Số định danh cá nhân", help="12 chữ số trên thẻ căn cước",
        format=Format.CCCD, prefill="person.cccd",
    ),
    Block(Kind.TEXT, "paper", "Giấy tờ tùy thân (loại, số, nơi cấp, ngày cấp)", maximum=200),
    Block(
        Kind.DATE, "born_on", "Ngày, tháng, năm sinh", help="Chỉ nhớ năm thì ghi năm",
        partial=True, when=When.PAST, prefill="person.born_on",
    ),
    Block(Kind.CHOICE, "gender", "Giới tính", choices=GENDERS, prefill="person.gender"),
    Block(Kind.TEXT, "ethnicity", "Dân tộc", maximum=50),
    Block(Kind.TEXT, "nationality", "Quốc tịch", maximum=50, prefill="=Việt Nam"),
    Block(Kind.TEXT, "hometown", "Quê quán", maximum=200),
    Block(Kind.TEXT, "birthplace", "Nơi sinh", maximum=200),
    Block(Kind.ADDRESS, "residence", "Nơi cư trú", prefill="person.address"),
    Block(Kind.TEXT, "phone", "Điện thoại", format=Format.PHONE, prefill="person.phone"),
    Block(Kind.TEXT, "email", "Thư điện tử", format=Format.EMAIL, prefill="person.email", required=False),
    Block(Kind.TEXT, "job", "Nghề nghiệp", maximum=100, required=False),
    Block(Kind.TEXT, "relation", "Quan hệ", maximum=100),
)  # fmt: skip

PARCEL: tuple[Block, ...] = (
    Block(Kind.TEXT, "plot", "Thửa đất số", maximum=20),
    Block(Kind.TEXT, "sheet", "Tờ bản đồ số", maximum=20),
    Block(Kind.NUMBER, "area", "Diện tích", unit="m²", decimals=1, minimum=0, maximum=1_000_000_000),
    Block(Kind.ADDRESS, "place", "Địa chỉ thửa đất"),
    Block(Kind.TEXT, "use", "Mục đích sử dụng đất", maximum=200, help="Ví dụ: đất ở tại nông thôn"),
    Block(
        Kind.TEXT, "certificate", "Số phát hành giấy chứng nhận", maximum=40,
        help="Chữ và số màu đỏ ở cuối trang 1, ví dụ AB 123456",
    ),
)  # fmt: skip

PARTS: Mapping[Kind, tuple[Block, ...]] = {
    Kind.PERSON: PERSON,
    Kind.ADDRESS: ADDRESS,
    Kind.PARCEL: PARCEL,
    Kind.HOUSEHOLD: PERSON,
}
# What is asked when a block does not choose.
USUAL: Mapping[Kind, tuple[str, ...]] = {
    Kind.PERSON: ("name", "cccd", "born_on", "gender", "nationality", "residence"),
    Kind.ADDRESS: ("unit", "detail"),
    Kind.PARCEL: ("plot", "sheet", "area", "place"),
    Kind.HOUSEHOLD: ("name", "cccd", "born_on", "gender", "relation"),
}
# What can be filled in without asking (45/2020/NĐ-CP, Điều 4 khoản 4).
PREFILLS: Mapping[str, str] = {
    "person.name": "Họ tên của người nộp",
    "person.cccd": "Số định danh của người nộp",
    "person.born_on": "Ngày sinh của người nộp",
    "person.gender": "Giới tính của người nộp",
    "person.phone": "Điện thoại của người nộp",
    "person.email": "Thư điện tử của người nộp",
    "person.residence_unit": "Xã, phường nơi cư trú của người nộp",
    "person.address_text": "Số nhà, đường của người nộp",
    "person.address": "Cả địa chỉ của người nộp",
    "person": "Mọi điều đã biết về người nộp",
}
