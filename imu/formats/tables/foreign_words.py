"""Translates what headers in other languages call motion and time into the English names that are looked for."""

from __future__ import annotations

import re
import unicodedata

_WIDE = str.maketrans("（）［］【】：，／　", "()[][]:,/ ")
"""Full-width brackets and marks of Chinese and Japanese keyboards."""
_SCRIPTS = {
    # longer words first, as shorter ones are parts of them
    "角加速度": "angle acc ",
    "線形加速度": "linear acc ",
    "线性加速度": "linear acc ",
    "線性加速度": "linear acc ",
    "重力加速度": "gravity ",
    "加速度センサー": "acc ",
    "加速度计": "acc ",
    "加速度計": "acc ",
    "加速度": "acc ",
    "角速度": "gyr ",
    "陀螺仪": "gyr ",
    "陀螺儀": "gyr ",
    "ジャイロ": "gyr ",
    "重力": "gravity ",
    "角度": "angle ",
    "磁场": "mag ",
    "磁場": "mag ",
    "地磁": "mag ",
    "气压": "pressure ",
    "四元数": "quat ",
    "四元數": "quat ",
    "设备名称": "device name ",
    "設備名稱": "device name ",
    "片上时间": "chip time ",
    "芯片时间": "chip time ",
    "设备时间": "chip time ",
    "时间": "time ",
    "時間": "time ",
    "时刻": "time ",
    "時刻": "time ",
    "轴": " axis ",
    "軸": " axis ",
    "각가속도": "angle acc ",
    "선형가속도": "linear acc ",
    "가속도": "acc ",
    "각속도": "gyr ",
    "자이로": "gyr ",
    "중력": "gravity ",
    "시간": "time ",
    "угловое ускорение": "angle acc ",
    "линейное ускорение": "linear acc ",
    "угловая скорость": "gyr ",
    "угл. скорость": "gyr ",
    "гироскоп": "gyr ",
    "акселерометр": "acc ",
    "ускорение": "acc ",
    "время": "time ",
    "ω": "omega_",
    "град/с": "deg/s",
    "рад/с": "rad/s",
    "м/с": "m/s",
    "°/с": "°/s",
}
_LATIN = (
    (r"winkelbeschleunigung|acceleration angulaire|aceleracion angular|accelerazione angolare", "angle acc "),
    (r"erdbeschleunigung|schwerkraft|fallbeschleunigung", "gravity "),
    (r"beschleunigungs?(sensor|messer)?|versnelling(smeter)?|przyspieszenie|zrychleni|ivme", "acc "),
    (r"accelerometre|acelerometro|aceleracao|aceleracion|accelerazione|kiihtyvyys", "acc "),
    (r"winkelgeschwindigkeit|drehrate|drehgeschwindigkeit|hoeksnelheid|vinkelhastighe[td]", "gyr "),
    (r"vitesse (angulaire|de rotation)|velocidade? angular|velocita angolare|predkosc katowa", "gyr "),
    (r"giroscop[ie]o?|gyroskop|zyroskop|kreisel|kulmanopeus|acisal hiz", "gyr "),
    (r"(?<![a-z])linea(re|l|ire)(?![a-z])", "linear"),
    (r"(?<![a-z])achse(?![a-z])|(?<![a-z])(axe|eje|asse|eixo|os)(?=[ _-]?[xyz](?![a-z]))", " axis "),
)
"""Words without accents, by pattern."""
_LATIN_COMPILED = tuple((re.compile(pattern), english) for pattern, english in _LATIN)
_ANY_LATIN = re.compile("|".join(pattern for pattern, _ in _LATIN))
_ANY_SCRIPT = re.compile(
    "|".join(re.escape(word) for word in _SCRIPTS if len(word) > 1 and not word.isascii())
)


def says_what_it_holds(text: str) -> bool:
    """Whether a text names motion or time in a script that is not Latin: so it was decoded rightly."""
    return not text.isascii() and _ANY_SCRIPT.search(text.lower()) is not None


def english(cell: str) -> str:
    """A header cell with its foreign words for motion and time replaced by English ones; else as it is.

    Examples
    --------
    >>> english("Winkelgeschwindigkeit X (°/s)"), english("AccX (g)")
    ('gyr  x (°/s)', 'AccX (g)')
    """
    text = cell.translate(_WIDE)
    if not text.isascii():
        for word, plain in _SCRIPTS.items():
            text = re.sub(word, plain, text, flags=re.IGNORECASE)
        folded = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
        text = folded.replace("ł", "l").replace("ı", "i")
    if _ANY_LATIN.search(text.lower()) is None:
        return text
    for pattern, plain in _LATIN_COMPILED:
        if pattern.search(text.lower()) is not None:
            text = pattern.sub(plain, text.lower())
    return text
