"""The street office, its ten communities, their grid of estates, buildings and stairwells, and their venues.

The figures come from a real street office, 穗丰园, 康乐园 and 阿乐腾肯特 among its communities; the other seven
communities and every estate are invented.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

from generator.writing import Table, text

STREET = "beihe"
ESTATES = "abc"
BUILDINGS = 3
STAIRWELLS = 2


@dataclass(frozen=True)
class Community:
    """One community and its figures."""

    id: str
    zh: str
    ug: str
    en: str
    volunteers: int
    elders: int
    households: int
    uyghur: float


COMMUNITIES = (
    Community("sfy", "穗丰园", "سۈيفېڭيۈەن", "Suifengyuan", 104, 96, 9, 0.25),
    Community("kly", "康乐园", "كاڭلېيۈەن", "Kangleyuan", 102, 92, 9, 0.3),
    Community("alt", "阿乐腾肯特", "ئالتۇنكەنت", "Aletengkente", 98, 104, 9, 0.7),
    Community("hmy", "和睦苑", "خېمۇيۈەن", "Hemuyuan", 100, 88, 9, 0.35),
    Community("xly", "雪莲苑", "شۆليەنيۈەن", "Xuelianyuan", 100, 85, 9, 0.25),
    Community("hyl", "胡杨里", "توغراقلىق", "Huyangli", 97, 90, 9, 0.5),
    Community("ptj", "葡萄架", "ئۈزۈملۈك", "Putaojia", 100, 84, 8, 0.6),
    Community("bhl", "白桦林", "قېيىنلىق", "Baihualin", 99, 87, 8, 0.3),
    Community("glb", "古丽巴格", "گۈلباغ", "Gulibage", 101, 81, 8, 0.65),
    Community("sll", "石榴里", "ئانارلىق", "Shiliuli", 99, 85, 8, 0.45),
)

ESTATE_NAMES = {
    "a": ("一区", "1-ئولتۇراق رايون", "estate 1"),
    "b": ("二区", "2-ئولتۇراق رايون", "estate 2"),
    "c": ("三区", "3-ئولتۇراق رايون", "estate 3"),
}

# Six stations and two rooms in Suifengyuan, shared by everything that happens there; and two places in the open.
SUIFENGYUAN_ROOMS = (
    ("service", "便民服务站", "خەلققە قۇلايلىق مۇلازىمەت پونكىتى", "Residents' service station", 40),
    ("health", "卫生服务站", "سەھىيە مۇلازىمەت پونكىتى", "Health station", 30),
    ("sports", "文体活动站", "مەدەنىيەت-تەنتەربىيە پونكىتى", "Culture and sports station", 60),
    ("seniors", "老年活动站", "ياشانغانلار پائالىيەت پونكىتى", "Seniors' station", 50),
    ("youth", "青少年活动站", "ئۆسمۈرلەر پائالىيەت پونكىتى", "Young people's station", 40),
    ("market", "爱心超市站", "مېھىر-مۇھەببەت دۇكىنى", "Love supermarket station", 30),
    ("hall", "多功能室", "كۆپ ئىقتىدارلىق ئۆي", "Multi-purpose room", 120),
    ("class", "图书阅览室", "ئوقۇش ئۆيى", "Reading room", 45),
)
SUIFENGYUAN_OUTDOORS = (
    ("stage", "百姓舞台", "خەلق سەھنىسى", "Residents' stage", 400),
    ("court", "门球场", "دەرۋازا توپ مەيدانى", "Gateball court", 60),
)
OTHER_VENUES = (
    ("health", "卫生室", "سەھىيە ئۆيى", "Health room", 30),
    ("class", "市民学校教室", "ئاھالىلەر مەكتىپى دەرسخانىسى", "Residents' school classroom", 45),
    ("hall", "活动中心", "پائالىيەت مەركىزى", "Activity centre", 150),
    ("stage", "百姓舞台", "خەلق سەھنىسى", "Residents' stage", 350),
)
STREET_VENUES = (
    ("theatre", "街道文化中心剧场", "كوچا مەدەنىيەت مەركىزى تىياتىرخانىسى", "Culture centre theatre", 420),
    ("cinema", "街道文化中心放映厅", "كوچا مەدەنىيەت مەركىزى كىنوخانىسى", "Culture centre cinema", 180),
    ("gallery", "街道文化中心展厅", "كوچا مەدەنىيەت مەركىزى كۆرگەزمە زالى", "Culture centre gallery", 100),
    ("square", "北河文化广场", "بېيخې مەدەنىيەت مەيدانى", "Beihe culture square", 2000),
    ("rehab", "康复训练室", "ساغلاملىقنى ئەسلىگە كەلتۈرۈش ئۆيى", "Rehabilitation room", 8),
)


def cells(community: Community) -> list[str]:
    """The ids of a community's cells, the lowest level of the grid: one stairwell of one building."""
    return [
        f"{community.id}-{estate}-{building}-{stairwell}"
        for estate in ESTATES
        for building in range(1, BUILDINGS + 1)
        for stairwell in range(1, STAIRWELLS + 1)
    ]


def areas(keepers: Mapping[str, str]) -> list[Table]:
    """The tree: street office, community, estate, building, stairwell; each with the person who answers for it."""
    name = text("北河街道", "بېيخې كوچا باشقارمىسى", "Beihe street office")
    rows: list[Table] = [{"id": STREET, "name": name}]
    for community in COMMUNITIES:
        name = text(f"{community.zh}社区", f"{community.ug} مەھەللىسى", f"{community.en} community")
        rows.append({"id": community.id, "name": name, "parent": STREET, "keeper": f"{community.id}-office"})
        for estate in ESTATES:
            zh, ug, en = ESTATE_NAMES[estate]
            own = f"{community.id}-{estate}"
            name = text(f"{community.zh}{zh}", f"{community.ug} {ug}", f"{community.en} {en}")
            rows.append({"id": own, "name": name, "parent": community.id, "keeper": keepers[f"{own}-1-1"]})
            for building in range(1, BUILDINGS + 1):
                name = text(f"{community.zh}{zh}{building}号楼")
                rows.append({"id": f"{own}-{building}", "name": name, "parent": own})
                rows[-1]["keeper"] = keepers[f"{own}-{building}-1"]
        for cell in cells(community):
            _, estate, building, stairwell = cell.split("-")
            zh = f"{community.zh}{ESTATE_NAMES[estate][0]}{building}号楼{stairwell}单元"
            row = {"id": cell, "name": text(zh), "parent": cell.rpartition("-")[0], "keeper": keepers[cell]}
            rows.append(row)
    return rows


# The rooms of the culture centre, which is one house; an exhibition in the gallery stays there overnight.
CENTRE = ("theatre", "cinema", "gallery")
HOUSES = (
    ("sfy-house", "sfy", "穗丰园社区服务中心", "سۈيفېڭيۈەن مەھەللە مۇلازىمەت مەركىزى", "Suifengyuan community centre"),
    ("centre", STREET, "街道文化中心", "كوچا مەدەنىيەت مەركىزى", "Culture centre"),
)
WINTER = {"since": "09:00", "until": "22:30"}
SUMMER = {"since": "08:30", "until": "23:30", "first": "05-01", "last": "09-30"}
EQUIPMENT = (
    ("speakers", "音响", "ئاۋاز ئۈسكۈنىسى", "Loudspeakers", 4),
    ("projector", "放映机", "كىنو ئاپپاراتى", "Film projector", 1),
    ("tables", "圆桌", "يۇمىلاق ئۈستەل", "Round tables", 40),
)


def equipment() -> list[Table]:
    """What the communities share: loudspeakers for four shows at once, one projector, the tables of the banquet."""
    return [{"id": name, "name": text(zh, ug, en), "count": count} for name, zh, ug, en, count in EQUIPMENT]


def travel() -> list[Table]:
    """A quarter of an hour from one community to another, ten minutes to the venues of the street."""
    names = [community.id for community in COMMUNITIES]
    rows: list[Table] = [{"between": list(pair), "takes": "15m"} for pair in combinations(names, 2)]
    return rows + [{"between": [STREET, name], "takes": "10m"} for name in names]


def venues() -> list[Table]:
    """Every house, hall, room, stage and court; rooms have hours, of which the summer has longer ones."""
    rows: list[Table] = []
    for name, area, zh, ug, en in HOUSES:
        rows.append({"id": name, "name": text(zh, ug, en), "area": area, "accessible": True})
    for community in COMMUNITIES:
        own = SUIFENGYUAN_ROOMS + SUIFENGYUAN_OUTDOORS if community.id == "sfy" else OTHER_VENUES
        rooms = {part for part, *_ in (*SUIFENGYUAN_ROOMS, *OTHER_VENUES[:3])}
        for part, zh, ug, en, capacity in own:
            name = text(f"{community.zh}{zh}", f"{community.ug} {ug}", f"{community.en}: {en}")
            row: Table = {"id": f"{community.id}-{part}", "name": name, "area": community.id, "capacity": capacity}
            if part in rooms:
                row["accessible"] = part in ("health", "hall", "service", "seniors", "market")
                row["shared_by"] = [STREET if part in ("hall", "market") else community.id]
                row["hours"] = [WINTER, SUMMER]
                if community.id == "sfy":
                    row["inside"] = "sfy-house"
            rows.append(row)
    for part, zh, ug, en, capacity in STREET_VENUES:
        row = {"id": part, "name": text(zh, ug, en), "area": STREET, "capacity": capacity, "accessible": True}
        if part in CENTRE:
            row["inside"] = "centre"
        if part in ("theatre", "cinema", "rehab"):
            row["hours"] = [WINTER, SUMMER]
        rows.append(row)
    return rows
