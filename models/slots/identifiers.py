"""Parcel numbers, numbers of orders and cases, telephone numbers."""

import re
from typing import Final

import phonenumbers

from models.slots.numerals import DIGITS, figures
from models.slots.slot import Slot, blanked

# Nothing here is shorter than five figures; most lines have fewer.
_ENOUGH: Final = re.compile(rf"(?:[0-9{DIGITS}*][ -]?){{5}}|\[ORDERID_|[A-Za-z-][0-9{DIGITS}]{{4}}")
# Digits said one by one, with letters between; not those in 三千二百 or 13800001234一直.
_SAID: Final = re.compile(rf"[{DIGITS}](?: ?[{DIGITS}A-Za-z]){{4,}}")
_ID: Final = (
    r"(?=(?:[A-Za-z -]*+[0-9]){4})"
    r"(?P<id>[A-Za-z0-9]++(?:(?:-| (?=[0-9]{3}))[A-Za-z0-9]++)*+)(?![元块万个%])"
)
_IS: Final = r"(?:是|为|:|：|#|\s){0,3}"
_CARRIERS: Final = "SF|YT|JDX?|JDV[A-Z]|ZTO|STO|YD|JT|DBL?|DPK|HT|EMS|UC|CN"
_TRACKING: Final = re.compile(
    rf"(?:快递|运|物流|面|包裹)单?(?:编号|单号|号码|号){_IS}{_ID}"
    rf"|(?<![A-Za-z0-9])(?P<parcel>(?i:{_CARRIERS})[0-9]{{9,18}}|[A-Z]{{2}}[0-9]{{9}}[A-Z]{{2}})"
    r"(?![A-Za-z0-9])"
)
_ANNOUNCED: Final = re.compile(
    r"\[ORDERID_(?P<masked>[A-Za-z0-9]+)\]"
    r"|(?:订单|退款|退货|换货|售后|工单|保单|报案|理赔|投诉|受理|报修|业务|流水|合同|预约|案件|交易)"
    rf"(?:编号|单号|号码|号)?{_IS}{_ID}"
    rf"|(?:编号|单号){_IS}{_ID.replace('<id>', '<other>')}"
)
# A person's or an account's own number is no case of theirs; the first branch passes it over.
_BARE: Final = re.compile(
    r"(?:身份证|卡号|银行卡|税号|账号|账户)[^0-9]{0,4}[0-9][0-9Xx ]+"
    r"|(?<![A-Za-z0-9.-])(?P<id>[0-9]{10,})(?![A-Za-z0-9.])"
)
# What stands before a part of something longer, as in XR-240921-0033.
_INSIDE: Final = "-_./"
_MASKED: Final = re.compile(r"(?<![0-9])1[3-9][0-9][ -]?[*xX]{4,5}[ -]?[0-9]{4}(?![0-9*])")
_SERVICE: Final = re.compile(
    r"(?<![0-9.,-])(?:95[0-9]{3,4}|100(?:10|86|99)|123(?:05|06|15|20|28|29|33|45|48|50|58|66|78|88)"
    r"|[48]00[0-9]{7})(?![0-9.,元块个万])"
)


def find(text: str) -> list[Slot]:
    """Numbers that name a parcel, a case or a telephone."""
    if not _ENOUGH.search(text):
        return []
    text = _SAID.sub(lambda said: figures(said[0]), text)
    found: list[Slot] = []
    for finder in (_tracking, _announced, _phones, _bare):
        new = finder(text)
        found += new
        text = blanked(text, new)
    return found


def _tracking(text: str) -> list[Slot]:
    return [
        Slot("tracking", *m.span(m.lastgroup or 0), _code(m[m.lastgroup or 0]))
        for m in _TRACKING.finditer(text)
    ]


def _announced(text: str) -> list[Slot]:
    return [
        Slot("order", *m.span(0 if m["masked"] else m.lastgroup or 0), _code(m[m.lastgroup or 0]))
        for m in _ANNOUNCED.finditer(text)
    ]


def _bare(text: str) -> list[Slot]:
    return [Slot("order", *m.span("id"), m["id"]) for m in _BARE.finditer(text) if m["id"]]


def _phones(text: str) -> list[Slot]:
    found = [Slot("phone", *m.span(), None) for m in _MASKED.finditer(text)]
    text = blanked(text, found)
    for match in phonenumbers.PhoneNumberMatcher(text, "CN"):
        if _is_whole(match, text):
            e164 = phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164)
            found.append(Slot("phone", match.start, match.end, e164))
    services = _SERVICE.finditer(blanked(text, found))
    return found + [Slot("phone", *m.span(), f"+86{m[0]}") for m in services]


def _is_whole(match: phonenumbers.PhoneNumberMatch, text: str) -> bool:
    """Whether it is no part of something longer; the library drops a carrier's code as well."""
    said = "".join(filter(str.isdecimal, match.raw_string))
    before = said.removesuffix(str(match.number.national_number))
    if before.strip("0") not in ("", str(match.number.country_code)):
        return False
    return match.start == 0 or text[match.start - 1] not in _INSIDE


def _code(said: str) -> str:
    return said.replace(" ", "").upper()
