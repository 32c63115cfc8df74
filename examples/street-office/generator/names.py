"""Invented names. Every family name and given name is common; nobody in particular is meant."""

from __future__ import annotations

from dataclasses import dataclass

from generator.dice import Dice

FAMILY = tuple(
    "王李张刘陈杨赵黄周吴徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾萧田董潘袁蔡蒋余于杜叶程"
    "苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯"
)
FIRST = tuple("建国志文玉秀桂春晓海明永新天淑雪红丽美俊立金世庆素慧月凤翠长")
SECOND = tuple("华英兰平军芳霞梅强勇玲萍生林云珍琴辉涛敏静燕波峰莲荣香清山宁")

MEN = {
    "ئادىل": "阿迪力",
    "ئالىم": "阿力木",
    "ئەھمەت": "艾合买提",
    "ئەركىن": "艾尔肯",
    "باتۇر": "巴图尔",
    "پەرھات": "帕尔哈提",
    "تۇرسۇن": "吐尔逊",
    "تۇرغۇن": "吐尔洪",
    "ياسىن": "亚森",
    "كېرىم": "克里木",
    "مەمەت": "买买提",
    "ھەسەن": "艾山",
    "ھۈسەيىن": "玉山",
    "ئابدۇللا": "阿不都拉",
    "ئابلىز": "阿布力孜",
    "ئەنۋەر": "艾尼瓦尔",
    "ئىمىن": "依明",
    "غەيرەت": "海热提",
    "دىلشات": "迪力夏提",
    "قۇربان": "库尔班",
    "روزى": "肉孜",
    "سابىر": "沙比尔",
    "مۇختار": "木合塔尔",
    "نۇرمەمەت": "努尔买买提",
    "ئوسمان": "吾斯曼",
    "ئۆمەر": "吾买尔",
    "يۈسۈپ": "玉素甫",
    "ئىبراھىم": "伊布拉音",
    "ئىسمائىل": "司马义",
    "خالىق": "哈力克",
    "تاھىر": "塔依尔",
    "زۇنۇن": "祖农",
    "جۈمە": "居玛",
}
WOMEN = {
    "ئايگۈل": "阿依古丽",
    "گۈلنار": "古丽娜尔",
    "پاتىگۈل": "帕提古丽",
    "رەنا": "热娜",
    "زۇلپىيە": "祖丽菲娅",
    "مېھرىگۈل": "米热古丽",
    "دىلنۇر": "迪丽努尔",
    "ئايشە": "阿依谢",
    "ئامىنە": "阿米娜",
    "خەيرىنسا": "海热尼萨",
    "نۇرگۈل": "努尔古丽",
    "رۇقىيە": "茹克亚",
    "سەنەۋەر": "赛乃瓦尔",
    "تۇرسۇنئاي": "吐尔逊阿依",
    "ھاجىرە": "哈吉热",
    "گۈلباھار": "古丽巴哈尔",
    "مۇنىرە": "木尼热",
    "ئارزۇگۈل": "阿尔祖古丽",
    "پەرىدە": "帕丽达",
    "ئالمىرە": "阿丽米热",
    "نىگارە": "尼格拉",
    "ئايتۇرسۇن": "阿依吐尔逊",
}


@dataclass(frozen=True)
class Name:
    """One person's name: in Chinese always, in Uyghur where it is a Uyghur name."""

    zh: str
    ug: str = ""


class Names:
    """Gives out names, none twice."""

    def __init__(self, dice: Dice) -> None:
        self._dice = dice
        self._given: set[str] = set()

    def next(self, uyghur: float, *, women: float = 0.5) -> Name:
        """A new name, Uyghur for this share of people."""
        is_uyghur = self._dice.chance(uyghur)
        is_woman = self._dice.chance(women)
        while True:
            name = self._uyghur(is_woman) if is_uyghur else self._chinese()
            if name.zh not in self._given:
                self._given.add(name.zh)
                return name

    def _chinese(self) -> Name:
        second = self._dice.pick(SECOND) if self._dice.chance(0.9) else ""
        return Name(self._dice.pick(FAMILY) + self._dice.pick(FIRST) + second)

    def _uyghur(self, is_woman: bool) -> Name:
        own = self._dice.pick(tuple((WOMEN if is_woman else MEN).items()))
        father = self._dice.pick(tuple(MEN.items()))
        return Name(f"{own[1]}·{father[1]}", f"{own[0]} {father[0]}")
