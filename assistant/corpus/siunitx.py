r"""Numbers with units as the LaTeX package siunitx takes them, written as it prints them.

    \SI{5}{\milli\second}, \qty{31.8}{\percent}, \num{1e6}, \qtyrange{1}{2}{\metre\per\second}
    -> 5 ms, 31.8%, 1 × 10^6, 1–2 m/s

A command with a unit that is not known stays as it is written.
"""

from __future__ import annotations

import re

from assistant.patterns import lazy_re


def _pairs(said: str) -> dict[str, str]:
    return dict(pair.split(":") for pair in said.split())


_PREFIXES = _pairs(
    "femto:f pico:p nano:n micro:µ milli:m centi:c deci:d hecto:h kilo:k mega:M giga:G tera:T peta:P exa:E kibi:Ki"
    " mebi:Mi gibi:Gi tebi:Ti"
)
_UNITS = _pairs(
    "metre:m meter:m second:s minute:min hour:h day:d gram:g tonne:t kilogram:kg litre:L liter:L mole:mol molar:M"
    " dalton:Da hectare:ha ampere:A volt:V watt:W joule:J ohm:Ω farad:F tesla:T henry:H hertz:Hz newton:N pascal:Pa"
    " bar:bar kelvin:K candela:cd lumen:lm lux:lx byte:B bit:bit decibel:dB electronvolt:eV becquerel:Bq gray:Gy"
    " sievert:Sv siemens:S coulomb:C weber:Wb angstrom:Å parsec:pc radian:rad celsius:°C degreeCelsius:°C degree:°"
    " arcminute:′ percent:%"
)
_POWERS = {"squared": "²", "cubed": "³"}
_BEFORE = {"square": "²", "cubic": "³"}
_CLOSE = ("%", "°", "′")
"""Units that stand next to their number."""
_GROUP = r"\s*\{([^{}]{0,80})\}"
_COMMAND = lazy_re(
    r"\\(?:(?P<range>SIrange|qtyrange|numrange)|(?P<one>SI|qty|num)|(?P<unit>si|unit)|(?P<angle>ang))(?![A-Za-z])"
    rf"(?:\s*\[[^\[\]]{{0,200}}\])?{_GROUP}(?:{_GROUP})?(?:{_GROUP})?"
)
_MACRO = lazy_re(r"\\([A-Za-z]+)\s*|([^\\]+)")
_NUMBER = lazy_re(r"(?P<number>[+-]?[\d.,]*)(?:[eEdD](?P<exponent>[+-]?\d+))?")


def written_out(text: str) -> str:
    """Return a text with its numbers and units as they are printed."""
    return _COMMAND.sub(_written_out, text) if "\\" in text else text


def _written_out(found: re.Match[str]) -> str:
    name, groups = found[0].lstrip("\\"), [group for group in found.groups()[4:] if group is not None]
    unit: str | None
    if found["angle"]:
        wanted, numbers, unit = 1, groups[:1], "°"
    elif found["unit"]:
        wanted, numbers, unit = 1, [], _unit(groups[0])
    else:
        count = 2 if found["range"] else 1
        wanted = count + (not name.startswith("num"))
        numbers, unit = groups[:count], _unit(groups[count]) if len(groups) > count and wanted > count else ""
    if len(groups) < wanted or unit is None:
        return found[0]
    behind = "".join(f"{{{group}}}" for group in groups[wanted:])  # of a text that happens to stand there
    said = "–".join(map(_number, numbers))
    return f"{said}{' ' if said and unit and unit not in _CLOSE else ''}{unit}{behind}"


def _number(written: str) -> str:
    compact = "".join(written.split())
    found = _NUMBER.fullmatch(compact)
    if not found or not found["exponent"]:
        return written.strip()
    power = f"10^{found['exponent'].lstrip('+')}"
    return f"{found['number']} × {power}" if found["number"] else power


def _unit(written: str) -> str | None:
    r"""Return a unit as it is printed, such as "m/s²" of "\metre\per\second\squared"; None if it is not known."""
    said, prefix, behind = "", "", ""
    is_per = False
    for macro, letters in _MACRO.findall(written.strip()):
        if letters:
            said += letters.strip().replace("~", " ").replace(".", " ")
        elif macro == "per":
            is_per = True
        elif macro in _PREFIXES:
            prefix += _PREFIXES[macro]
        elif macro in _BEFORE:
            behind = _BEFORE[macro]
        elif macro in _POWERS and said:
            said += _POWERS[macro]
        elif macro in _UNITS:
            said += f"{'/' if is_per else ' ' if said else ''}{prefix}{_UNITS[macro]}{behind}"
            is_per, prefix, behind = False, "", ""
        else:
            return None
    return said if not prefix else None
