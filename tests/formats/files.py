"""Small files of every dialect, written from one known motion with the headers that the apps write."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import numpy as np

from imu.types import Floats

G = 9.80665
N = 60
TIME = np.arange(N) * 0.02
ANGLE = 0.8 * np.sin(2 * np.pi * 0.7 * TIME)
ACC = G * np.stack([np.sin(ANGLE) * 0.6, np.sin(ANGLE) * 0.8, np.cos(ANGLE)], axis=1)
"""A sensor that turns about (0.8, -0.6, 0) with the angle above, at rest otherwise: m/s², +g up."""
GYR = -0.8 * 2 * np.pi * 0.7 * np.cos(2 * np.pi * 0.7 * TIME)[:, None] * np.array([-0.8, 0.6, 0.0])
DEG = np.rad2deg(GYR)

Files = dict[str, bytes]


def rows(columns: Sequence[Iterable[object]], separator: str = ",", decimal: str = ".") -> str:
    """Lines of cells, floats in full."""
    lines = (separator.join(_cell(cell, decimal) for cell in row) for row in zip(*columns, strict=True))
    return "".join(line + "\n" for line in lines)


def _cell(cell: object, decimal: str) -> str:
    return repr(float(cell)).replace(".", decimal) if isinstance(cell, float) else str(cell)


def zipped(files: Files) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def save(folder: Path, files: Files) -> list[str]:
    """Write files below ``folder``; their paths."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return [str(folder / name) for name in files]


def canonical() -> Files:
    head = "time_s,acc_x_mps2,acc_y_mps2,acc_z_mps2,gyr_x_radps,gyr_y_radps,gyr_z_radps\n"
    return {"a.csv": ("# lifter: ann\n" + head + rows([TIME, *ACC.T, *GYR.T])).encode()}


def canonical_two() -> Files:
    head = "sensor,time_s,acc_x_mps2,acc_y_mps2,acc_z_mps2,gyr_x_radps,gyr_y_radps,gyr_z_radps\n"
    body = "".join(rows([[name] * N, TIME, *ACC.T, *GYR.T]) for name in ("wrist_left", "trunk"))
    return {"a.csv": (head + body).encode()}


BASE_NS = 1_720_000_000_123_456_700


def nanoseconds(time_s: Floats = TIME) -> list[int]:
    return [BASE_NS + round(t * 1e9) for t in time_s]


def watch() -> Files:
    head = "time,seconds_elapsed," + ",".join(
        f"{kind}{axis}" for kind in ("rotationRate", "gravity", "acceleration") for axis in "XYZ"
    )
    user = np.full_like(ACC, 0.01)
    gravity = -ACC / G - user
    return {
        "WristMotion.csv": (head + "\n" + rows([nanoseconds(), TIME, *GYR.T, *gravity.T, *user.T])).encode()
    }


def phone() -> Files:
    """iOS, not standardised: gravity apart and pointing down, columns shuffled, the gyroscope 7 ms later."""
    user = np.full_like(ACC, 0.05)
    gravity = -ACC - user
    late = nanoseconds(TIME + 0.007)

    def xyz(times: list[int], values: Floats) -> bytes:
        return ("time,seconds_elapsed,z,y,x\n" + rows([times, TIME, *values.T[::-1]])).encode()

    meta = "version,device name,recording epoch time,platform,standardisation\n"
    meta += "3,Ann's phone,1720000000123,ios,false"
    return {
        "Accelerometer.csv": xyz(nanoseconds(), user),
        "Gravity.csv": xyz(nanoseconds(), gravity),
        "Gyroscope.csv": xyz(late, np.stack([np.interp(TIME + 0.007, TIME, g) for g in GYR.T], axis=1)),
        "Metadata.csv": meta.encode(),
        "Annotation.csv": b"",
    }


def phone_zip() -> Files:
    return {"phone.zip": zipped(phone())}


def phyphox_single(separator: str = ",", decimal: str = ".") -> Files:
    names = ["Time (s)", *(f"Acceleration {a} (m/s^2)" for a in "xyz"), "Absolute acceleration (m/s^2)"]
    head = separator.join(f'"{name}"' for name in names)
    size = np.linalg.norm(ACC, axis=1)
    return {"Raw Data.csv": (head + "\n" + rows([TIME, *ACC.T, size], separator, decimal)).encode()}


def phyphox_parts() -> Files:
    def file(unit: str, time_s: Floats, values: Floats) -> bytes:
        head = ";".join(f'"{name}"' for name in ("Time (s)", f"X ({unit})", f"Y ({unit})", f"Z ({unit})"))
        return (head + "\n" + rows([time_s, *values.T], ";")).encode()

    return {
        "Accelerometer.csv": file("m/s^2", TIME, ACC),
        "Gyroscope.csv": file("rad/s", TIME[5:-5], GYR[5:-5]),
        "Linear Accelerometer.csv": file("m/s^2", TIME, ACC * 0.0),
        "meta/device.csv": b'"property";"value"\n"deviceModel";"X1"\n"deviceBrand";"Acme"\n',
        "meta/time.csv": b'"event";"experiment time";"system time";"system time text"\n'
        b'"START";0.0E0;1.7000000001E9;"2025"\n"PAUSE";1.2E0;1.7000000013E9;"2025"\n',
    }


def phyphox_zip() -> Files:
    return {"phyphox.zip": zipped(phyphox_parts())}


def clock(time_s: Floats) -> list[str]:
    return [f"12:40:{int(t):02d}.{round(t % 1 * 1000):03d}" for t in time_s]


WIT_HEAD = (
    "Time,Device name,Chip Time(),Acceleration X(g),Acceleration Y(g),Acceleration Z(g),"
    "Angular velocity X(°/s),Angular velocity Y(°/s),Angular velocity Z(°/s),Angle X(°),Temperature(℃)"
)


def late(values: Floats) -> Floats:
    """Each row holding what belongs to the one before it."""
    return np.vstack([values[:1], values[:-1]])


def witmotion() -> Files:
    """One device; all but acceleration X are of the frame before, as the app writes it."""
    chip = ["2015-1-1 0:1:2.345"] * N
    force, turn = late(ACC).T / G, late(DEG).T
    columns = [
        clock(TIME + 1),
        ["fc:66"] * N,
        chip,
        ACC[:, 0] / G,
        *force[1:],
        *turn,
        [1.5] * N,
        [28.4] * N,
        [""] * N,
    ]
    return {"data.csv": ("﻿" + WIT_HEAD + "\n" + rows(columns, ", ")).replace("\n", "\r\n").encode()}


def metabase() -> Files:
    def file(unit: str, millis: list[int], values: Floats) -> bytes:
        head = f"epoch (ms),time (01:00),elapsed (s),x-axis ({unit}),y-axis ({unit}),z-axis ({unit})\n"
        stamps = ["2019-02-12T20:33:20.250"] * len(millis)
        elapsed = [(m - millis[0]) / 1000 for m in millis]
        return (head + rows([millis, stamps, elapsed, *values.T])).encode()

    start = 1_550_000_000_250
    name = "A_MetaWear_2019-02-12T20.33.19.900_A1B2C3D4E5F6_{}Hz_1.4.4.csv"
    return {
        name.format("Accelerometer_25.000"): file("g", [start + 40 * i for i in range(N // 2)], ACC[::2] / G),
        name.format("Gyroscope_50.000"): file("deg/s", [start + 20 * i for i in range(N)], DEG),
    }


def wit_counts() -> list[bytes]:
    """Acceleration in 16 g / 32768 and angular velocity in 2000 °/s / 32768, as 12 bytes each."""
    counts = np.column_stack([ACC / G * 2048, DEG * 32768 / 2000])
    return [row.astype("<i2").tobytes() for row in np.round(counts)]


def wit_clock() -> list[bytes]:
    """2026-03-04 23:59:59.500 and on over midnight."""
    stamps = []
    for millis in np.round(TIME * 1000).astype(int).tolist():
        day, clock_ms = divmod(86_399_500 + millis, 86_400_000)
        second, ms = divmod(clock_ms, 1000)
        parts = (26, 3, 4 + day, second // 3600, second // 60 % 60, second % 60)
        stamps.append(bytes(parts) + ms.to_bytes(2, "little"))
    return stamps


def wit_frames() -> Files:
    """28 bytes a sample: mark, acceleration, angular velocity, angles, clock."""
    frames = (b"\x55\x61" + v + bytes(6) + t for v, t in zip(wit_counts(), wit_clock(), strict=True))
    return {"WIT00.TXT": b"".join(frames)}


def wit_short_frames() -> Files:
    """11 bytes each, last the sum of the others: time, acceleration with temperature, angular velocity."""
    out = b""
    for values, stamp in zip(wit_counts(), wit_clock(), strict=True):
        for kind, payload in (
            (0x50, stamp),
            (0x51, values[:6] + b"\xde\x09"),
            (0x52, values[6:] + b"\xde\x09"),
        ):
            frame = bytes([0x55, kind]) + payload
            out += frame + bytes([sum(frame) & 0xFF])
    return {"WIT01.TXT": out}


DOT_ABOUT = (
    "sep=,\nDeviceTag:,left\nOutputRate:,50Hz\nStartTime: ,2022-03-04_05:06:07_080 GMT+2\n© someone, 2022\n\n"
)


def dot_ticks() -> list[int]:
    """Microseconds that wrap at 2^32 in the middle."""
    return [(2**32 - 600_000 + 20_000 * i) % 2**32 for i in range(N)]


def dot_inertial() -> Files:
    head = "PacketCounter,SampleTimeFine,Acc_X,Acc_Y,Acc_Z,Gyr_X,Gyr_Y,Gyr_Z\n"
    return {"dot.csv": (DOT_ABOUT + head + rows([range(N), dot_ticks(), *ACC.T, *DEG.T])).encode()}


def dot_free() -> Files:
    """Free acceleration 0 in the earth frame; the quaternion alone holds which way is up."""
    half = -ANGLE / 2  # earth from sensor: turns the sensor's up, tilted by the angle, back onto z
    axis = np.array([0.8, -0.6, 0.0])
    quat = np.stack([np.cos(half), *(np.sin(half) * -axis[:, None])], axis=0)
    head = "PacketCounter,SampleTimeFine,Quat_W,Quat_X,Quat_Y,Quat_Z,FreeAcc_X,FreeAcc_Y,FreeAcc_Z,Status\n"
    zero = np.zeros(N)
    return {
        "dot.csv": (
            DOT_ABOUT + head + rows([range(N), dot_ticks(), *quat, zero, zero, zero, [0] * N])
        ).encode()
    }


def table(head: str, columns: Sequence[Iterable[object]], separator: str = ",", name: str = "a.csv") -> Files:
    return {name: (head + "\n" + rows(columns, separator)).encode()}


def physics_toolbox() -> Files:
    return table("time,gFx,gFy,gFz,TgF,wx,wy,wz", [TIME, *(ACC.T / G), [1.0] * N, *GYR.T])


def androsensor() -> Files:
    kinds = (
        ("ACCELEROMETER", "m/s²"),
        ("GRAVITY", "m/s²"),
        ("LINEAR ACCELERATION", "m/s²"),
        ("GYROSCOPE", "rad/s"),
    )
    names = [f"{kind} {axis} ({unit})" for kind, unit in kinds for axis in "XYZ"]
    head = ",".join([*names, "Time since start in ms ", "YYYY-MO-DD HH-MI-SS_SSS"])
    stamps = ["2020-05-06 07:08:09:010"] * N
    return table(head, [*ACC.T, *ACC.T, *(0 * ACC.T), *GYR.T, [round(t * 1000) for t in TIME], stamps])


def sensorlog() -> Files:
    names = ["loggingTime(txt)", "loggingSample(N)", "accelerometerTimestamp_sinceReboot(s)"]
    names += [f"accelerometerAcceleration{a}(G)" for a in "XYZ"] + [
        f"motionUserAcceleration{a}(G)" for a in "XYZ"
    ]
    names += [f"motionRotationRate{a}(rad/s)" for a in "XYZ"]
    columns = [["2024-01-01 10:00:00.000"] * N, range(N), TIME + 500, *(-ACC.T / G), *(0 * ACC.T), *GYR.T]
    return table(",".join(names), columns)


def sensorlog_motion() -> Files:
    """Device motion alone: gravity and the rest apart, both with Apple's sign."""
    names = ["loggingTime(txt)", "motionTimestamp_sinceReboot(s)"]
    for kind, unit in (("RotationRate", "rad/s"), ("UserAcceleration", "G"), ("Gravity", "G")):
        names += [f"motion{kind}{axis}({unit})" for axis in "XYZ"]
    user = np.full_like(ACC, 0.04)
    columns = [["2024-01-01 10:00:00.000"] * N, TIME + 500, *GYR.T, *user.T, *(-ACC / G - user).T]
    return table(",".join(names), columns)


def polar() -> Files:
    stamps = ["2026-05-04T03:02:01.007"] * N
    times = [600_000_000_123_456_789 + round(t * 1e9) for t in TIME]
    head = "Phone timestamp;sensor timestamp [ns];X [{0}];Y [{0}];Z [{0}]"
    acc = table(head.format("mg"), [stamps, times, *(ACC.T / G * 1000)], ";", "Polar_VeritySense_1_2_ACC.txt")
    gyr = table(head.format("dps"), [stamps, times, *DEG.T], ";", "Polar_VeritySense_1_2_GYRO.txt")
    return {**acc, **gyr}


def shimmer() -> Files:
    lead = "Shimmer_1234_"
    names = ["Timestamp_Unix_CAL", *(f"Accel_LN_{a}_CAL" for a in "XYZ"), *(f"Gyro_{a}_CAL" for a in "XYZ")]
    units = "ms,m/(s^2),m/(s^2),m/(s^2),deg/s,deg/s,deg/s,"
    head = "sep=,\n" + "".join(f"{lead}{name}," for name in names) + "\n" + units
    return table(head, [1.7e12 + TIME * 1000, *ACC.T, *DEG.T, [""] * N])


def shimmer_connect() -> Files:
    signals = [
        "Timestamp",
        *(f"Wide Range Accelerometer {a}" for a in "XYZ"),
        *(f"Gyroscope {a}" for a in "XYZ"),
    ]
    units = ["mSecs", *["m/(sec^2)"] * 3, *["deg/sec"] * 3]
    lines = [
        ",".join(["Shimmer"] * 14),
        ",".join(name for name in signals for _ in range(2)),
        ",".join(["RAW", "CAL"] * 7),
        ",".join(unit for own in units for unit in ("no units", own)),
    ]
    calibrated = [TIME * 1000, *ACC.T, *DEG.T]
    columns = [column for own in calibrated for column in ([7] * N, own)]
    return table("\n".join(lines), columns)


def movesense() -> Files:
    return table("timestamp,x,y,z", [[5000 + round(t * 1000) for t in TIME], *ACC.T])


def axivity() -> Files:
    stamps = [
        f"2024-02-28 23:59:{59 + t:06.3f}" if t < 1 else f"2024-02-29 00:00:{t - 1:06.3f}" for t in TIME
    ]
    return table("Time,Ax(g),Ay(g),Az(g),Gx(d/s),Gy(d/s),Gz(d/s)", [stamps, *(ACC.T / G), *DEG.T])


def plain() -> Files:
    return table("time,ax,ay,az,gx,gy,gz", [TIME, *ACC.T, *DEG.T])


BUILDERS: dict[str, tuple[str, Callable[[], Files]]] = {
    "canonical": ("canonical", canonical),
    "canonical, two sensors": ("canonical", canonical_two),
    "watch": ("sensor-logger", watch),
    "phone": ("sensor-logger", phone),
    "phone zip": ("sensor-logger", phone_zip),
    "phyphox": ("phyphox", phyphox_single),
    "phyphox parts": ("phyphox", phyphox_parts),
    "phyphox zip": ("phyphox", phyphox_zip),
    "witmotion": ("witmotion", witmotion),
    "witmotion frames": ("witmotion-frames", wit_frames),
    "witmotion short frames": ("witmotion-frames", wit_short_frames),
    "metabase": ("metabase", metabase),
    "dot": ("xsens-dot", dot_inertial),
    "dot, free acceleration": ("xsens-dot", dot_free),
    "physics toolbox": ("physics-toolbox", physics_toolbox),
    "androsensor": ("androsensor", androsensor),
    "sensorlog": ("sensorlog", sensorlog),
    "sensorlog, motion": ("sensorlog", sensorlog_motion),
    "polar": ("polar", polar),
    "shimmer": ("shimmer", shimmer),
    "shimmer connect": ("shimmer", shimmer_connect),
    "movesense": ("movesense", movesense),
    "axivity": ("generic", axivity),
    "plain": ("generic", plain),
}
"""Name of the dialect and the files of every kind of export."""
