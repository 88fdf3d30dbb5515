"""What a person, an address, a land parcel and a household are made of. The words are those of Vietnamese forms."""

from collections.abc import Mapping

from dinh.forms.types.definition import Block, Choice
from dinh.forms.types.kinds import Format, Kind, When

GENDERS = (Choice("male", "Nam", "Male"), Choice("female", "Nữ", "Female"))

ADDRESS: tuple[Block, ...] = (
    Block(
        Kind.UNIT,
        "unit",
        "Xã, phường, đặc khu và tỉnh",
        label_en="Commune, ward or special zone, and province",
        help="Gõ tên, có dấu hay không đều được. Tên cũ trước ngày 01/07/2025 cũng tìm được.",
        help_en="Type the name, with or without marks. Names from before 01/07/2025 are found too.",
        prefill="person.residence_unit",
    ),
    Block(
        Kind.TEXT,
        "detail",
        "Số nhà, đường, thôn, tổ dân phố",
        label_en="House number, street, village or quarter",
        maximum=300,
        required=False,
        prefill="person.address_text",
    ),
)

PERSON: tuple[Block, ...] = (
    Block(
        Kind.TEXT,
        "name",
        "Họ, chữ đệm, tên",
        label_en="Family, middle and given name",
        maximum=100,
        prefill="person.name",
    ),
    Block(
        Kind.TEXT,
        "cccd",
        "Số định danh cá nhân",
        label_en="Personal identification number",
        help="12 chữ số trên thẻ căn cước",
        help_en="12 digits on the identity card",
        format=Format.CCCD,
        prefill="person.cccd",
    ),
    Block(
        Kind.TEXT,
        "paper",
        "Giấy tờ tùy thân (loại, số, nơi cấp, ngày cấp)",
        label_en="Identity paper (kind, number, issued by, on)",
        maximum=200,
    ),
    Block(
        Kind.DATE,
        "born_on",
        "Ngày, tháng, năm sinh",
        label_en="Date of birth",
        help="Chỉ nhớ năm thì ghi năm",
        help_en="If only the year is known, enter the year",
        partial=True,
        when=When.PAST,
        prefill="person.born_on",
    ),
    Block(Kind.CHOICE, "gender", "Giới tính", label_en="Sex", choices=GENDERS, prefill="person.gender"),
    Block(Kind.TEXT, "ethnicity", "Dân tộc", label_en="Ethnicity", maximum=50),
    Block(Kind.TEXT, "nationality", "Quốc tịch", label_en="Nationality", maximum=50, prefill="=Việt Nam"),
    Block(Kind.TEXT, "hometown", "Quê quán", label_en="Place of origin", maximum=200),
    Block(Kind.TEXT, "birthplace", "Nơi sinh", label_en="Place of birth", maximum=200),
    Block(Kind.ADDRESS, "residence", "Nơi cư trú", label_en="Place of residence", prefill="person.address"),
    Block(Kind.TEXT, "phone", "Điện thoại", label_en="Telephone", format=Format.PHONE, prefill="person.phone"),
    Block(
        Kind.TEXT,
        "email",
        "Thư điện tử",
        label_en="E-mail",
        format=Format.EMAIL,
        prefill="person.email",
        required=False,
    ),
    Block(Kind.TEXT, "job", "Nghề nghiệp", label_en="Occupation", maximum=100, required=False),
    Block(Kind.TEXT, "relation", "Quan hệ", label_en="Relation", maximum=100),
)

PARCEL: tuple[Block, ...] = (
    Block(Kind.TEXT, "plot", "Thửa đất số", label_en="Land parcel number", maximum=20),
    Block(Kind.TEXT, "sheet", "Tờ bản đồ số", label_en="Map sheet number", maximum=20),
    Block(
        Kind.NUMBER,
        "area",
        "Diện tích",
        label_en="Area",
        unit="m²",
        unit_en="m²",
        decimals=1,
        minimum=0,
        maximum=1_000_000_000,
    ),
    Block(Kind.ADDRESS, "place", "Địa chỉ thửa đất", label_en="Address of the land parcel"),
    Block(
        Kind.TEXT,
        "use",
        "Mục đích sử dụng đất",
        label_en="Purpose of land use",
        maximum=200,
        help="Ví dụ: đất ở tại nông thôn",
        help_en="For example: đất ở tại nông thôn (rural residential land)",
    ),
    Block(
        Kind.TEXT,
        "certificate",
        "Số phát hành giấy chứng nhận",
        label_en="Serial number of the certificate",
        maximum=40,
        help="Chữ và số màu đỏ ở cuối trang 1, ví dụ AB 123456",
        help_en="Red letters and digits at the foot of page 1, for example AB 123456",
    ),
)

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
