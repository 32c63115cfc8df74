"""The comment at the head of each file, in Chinese and English."""

from __future__ import annotations

_NOTE = """
本文件由 generate.py 生成；人名、电话、地址均为虚构。请改生成器，不要直接改本文件。
Written by generate.py; every name, number and address is invented. Change the generator, not this file.
"""

_COMMENTS = {
    "programme.toml": """
北河街道（虚构）2027 年计划：10 个社区，全年活动、值守、体检、培训、演出。
Beihe street office (invented) in 2027: ten communities, a year of duties, checkups, trainings and shows.
夜间巡逻从晚上开始，所以周五、周六的班算周末班。
Night duties begin in the evening, so it is those of Friday and Saturday that count as weekend duties.
""",
    "holidays.toml": """
2027 年放假安排：国务院办公厅的正式通知尚未发布，放假与调休日期为预计；肉孜节、古尔邦节日期待定。
Holidays of 2027. The official notice is not out: days off and make-up days are what is expected, and the dates of
Roza and Corban are tentative. Correct them here once they are announced; everything that skips holidays follows.
""",
    "areas.toml": """
街道、社区、小区、楼栋、单元：社区以下三级网格，每格有一名网格员（keeper）。
Street office, community, and below it the grid of three levels: housing estate, building, stairwell, each with its
keeper.
""",
    "venues.toml": """
各社区的场地；穗丰园有六站两室共八间，都在社区服务中心内，另有舞台和门球场。
开放时间分冬夏；音响、放映机、圆桌共用；文末是路上的时间。
Venues of the communities; Suifengyuan has six stations and two rooms, eight in all, in one house, and a stage and a
court outdoors. Rooms have hours for winter and summer; loudspeakers, the projector and round tables are shared. The
ways between communities stand below.
""",
    "teams.toml": """
队伍。成员写在 people-*.csv 的 teams 栏。
Teams. Their members are named in the column "teams" of people-*.csv.
""",
    "patrol.toml": """
义务巡逻：10 个社区，每晚 15 人，全年 365 夜，共 54,750 个岗位；每夜至少 1 名组长、2 名急救员。
Night patrol: 10 communities x 365 nights x 15 seats = 54,750 seats; a leader and two first-aiders each night.
""",
    "standby.toml": """
应急分队 36 人：每天 2 人主班、2 人备班，早 8 点起 24 小时。
The emergency squad of 36: two first and two in reserve each day, 24 hours from 08:00.
""",
    "campaign.toml": """
体检统一安排：先本社区，体弱的和年长的优先；每两周邀请两个社区。
The checkups as one campaign: own community first, the frail and the oldest first; two communities are invited every
second week.
""",
    "checkups.toml": """
免费体检：10 个社区 892 人，按预约在本社区进行，只有本人和组织者能看到。
Free checkups: 892 people of 10 communities, by appointment in their own; seen by them and the organiser alone.
""",
    "choir.toml": """
添岁合唱团 55 人，每周五上午排练，节假日停排。
The Tiansui choir: 55 singers, every Friday morning, with exceptions on holidays.
""",
    "amateur-teams.toml": """
穗丰园八支业余队伍和艺术团，共用社区场地；阿乐腾肯特民歌会按新疆时间。
Eight amateur teams and an arts troupe share the rooms of Suifengyuan; a folk song circle keeps Xinjiang time.
""",
    "rehabilitation.toml": """
康复训练：5 人，每人一个疗程，同一名康复师、同一间训练室。
Rehabilitation: five people, a course of sessions each, one therapist and one room.
""",
    "gatherings.toml": """
百家宴（104 户 312 人）、5 个展览、18 个文体日。
The Hundred-Family Banquet (104 families, 312 guests), 5 exhibitions, 18 sports and culture days.
""",
    "love-supermarket.toml": """
爱心超市发放日：142 人分时段领取，不用排队。
Love supermarket: 142 people, each with a time of their own, so that nobody queues.
""",
    "schools-and-lectures.toml": """
10 所市民学校每月一课，12 场讲座。
A class each month in 10 residents' schools, and 12 lectures.
""",
    "visits.toml": """
相约民情日：86 户，每户由自己的 2 至 3 名帮扶人轮流在周二走访，共 214 名帮扶人；都去不了时由附近网格的帮扶人代访。
Tuesday visits: 86 households, each by its own two or three helpers in turn; 214 helpers in all. Where they cannot, a
helper from near by in the grid stands in.
""",
    "partner-offices.toml": """
36 个结对单位，每季度到社区一次。
36 offices, each paired with a community, where they spend a morning every quarter.
""",
    "performances.toml": """
140 场演出：各社区演出、节日演出、电影周、合唱比赛、演讲比赛、周年庆典。
140 performances: the communities' own, festivals, a film week, choir and speech contests, the anniversary gala.
""",
    "trainings.toml": """
80 个培训班：文化、就业技能、文明礼仪、健康保健、疾病预防、早期教育。
80 trainings: culture, job skills, etiquette, health care, disease prevention, early childhood.
""",
}

COMMENTS = {name: comment.strip() + "\n" + _NOTE for name, comment in _COMMENTS.items()}
