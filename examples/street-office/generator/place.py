"""The street office, its ten communities, their grid of estates and stairwells, and their venues.

The figures come from a real street office, 穗丰园, 康乐园 and 阿乐腾肯特 among its communities; the other seven
communities and every estate are invented.
"""

from __future__ import annotations

from dataclasses import dataclass

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


def areas() -> list[Table]:
    """The tree: street office, community, estate, stairwell."""
    name = text("北河街道", "بېيخې كوچا باشقارمىسى", "Beihe street office")
    rows: list[Table] = [{"id": STREET, "name": name}]
    for community in COMMUNITIES:
        name = text(f"{community.zh}社区", f"{community.ug} مەھەللىسى", f"{community.en} community")
        rows.append({"id": community.id, "name": name, "parent": STREET})
        for estate in ESTATES:
            zh, ug, en = ESTATE_NAMES[estate]
            name = text(f"{community.zh}{zh}", f"{community.ug} {ug}", f"{community.en} {en}")
            rows.append({"id": f"{community.id}-{estate}", "name": name, "parent": community.id})
        for cell in cells(community):
            _, estate, building, stairwell = cell.split("-")
            zh = f"{community.zh}{ESTATE_NAMES[estate][0]}{building}号楼{stairwell}单元"
            rows.append({"id": cell, "name": text(zh), "parent": f"{community.id}-{estate}"})
    return rows


def venues() -> list[Table]:
    """Every hall, room, stage and court."""
    rows: list[Table] = []
    for community in COMMUNITIES:
        own = SUIFENGYUAN_ROOMS + SUIFENGYUAN_OUTDOORS if community.id == "sfy" else OTHER_VENUES
        for part, zh, ug, en, capacity in own:
            name = text(f"{community.zh}{zh}", f"{community.ug} {ug}", f"{community.en}: {en}")
            rows.append({"id": f"{community.id}-{part}", "name": name, "area": community.id, "capacity": capacity})
    for part, zh, ug, en, capacity in STREET_VENUES:
        rows.append({"id": part, "name": text(zh, ug, en), "area": STREET, "capacity": capacity})
    return rows
