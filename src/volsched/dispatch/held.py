"""Why a store holds messages back, in every language; a store itself says it in English."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from volsched.model import Text

HELD: Mapping[str, Text] = MappingProxyType(
    {
        one.en: one
        for one in (
            Text(
                zh="它是从备份恢复的",
                ug="ئۇ زاپاستىن ئەسلىگە كەلتۈرۈلگەن",
                en="it was restored from a backup",
            ),
            Text(
                zh="文件不在原来写入的地方，可能是副本或恢复的",
                ug="ھۆججەت يېزىلغان ئورنىدا ئەمەس، كۆچۈرۈلگەن ياكى ئەسلىگە كەلتۈرۈلگەن",
                en="the file is not where it was written, so it is a copy or was restored",
            ),
            Text(
                zh="它比已发出的内容旧，所以是恢复的",
                ug="ئۇ ئەۋەتىلگەنلەردىن كونا، دېمەك ئەسلىگە كەلتۈرۈلگەن",
                en="it is older than what has been sent from it, so it was restored",
            ),
            Text(
                zh="旁边的标记不见了，可能是副本",
                ug="يېنىدىكى بەلگىسى يوق، كۆچۈرۈلگەن بولۇشى مۇمكىن",
                en="its mark is missing, so it may be a copy",
            ),
            Text(
                zh="旁边的标记属于另一个存储",
                ug="يېنىدىكى بەلگە باشقا بىر ساقلىغۇچنىڭ",
                en="its mark belongs to another store",
            ),
        )
    }
)
"""By what the store says."""
