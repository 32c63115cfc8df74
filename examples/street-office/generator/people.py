"""Who there is: volunteers, those invited to checkups, officials, the squad, families, staff; and their teams."""

from __future__ import annotations

from generator.dice import Dice
from generator.place import COMMUNITIES, ESTATES, STREET, Community, cells
from generator.registry import Person, Registry
from generator.words import AMATEUR_TEAMS, TALENTS
from generator.writing import text

HELPERS = 214
OFFICES = 36
SQUAD = 36
TALENTED = 156
SUPERMARKET = 142
CHOIR = 55
LEARNERS = 40


def fill(seed: int) -> Registry:
    """The whole registry."""
    registry = Registry(seed)
    dice = Dice(seed, 3)
    for community in COMMUNITIES:
        _residents(registry, dice, community)
    _talents(registry, dice)
    _choir_and_amateurs(registry, dice)
    _troupes(registry, dice)
    _squad(registry, dice)
    _offices_and_households(registry)
    _supermarket(registry, dice)
    _banquet(registry, dice)
    _rehabilitation(registry, dice)
    return registry


def volunteers(registry: Registry, community: str) -> list[Person]:
    """The night patrol of a community."""
    return [registry.people[person] for person in registry.members(f"{community}-patrol")]


def elders(registry: Registry, community: str) -> list[Person]:
    """Those whom a community invites to checkups."""
    return [registry.people[person] for person in registry.members(f"{community}-checkup")]


def _residents(registry: Registry, dice: Dice, community: Community) -> None:
    name, file = community.id, community.id
    homes = cells(community)
    office = registry.add("staff", f"{name}-office", name, uyghur=community.uyghur, reachable=1.0)
    nurse = registry.add("staff", f"{name}-nurse", name, uyghur=community.uyghur, reachable=1.0)
    nurse.skills["nurse"] = ""
    patrol = [
        registry.add(file, f"{name}-v{number:03d}", dice.pick(homes), uyghur=community.uyghur)
        for number in range(1, community.volunteers + 1)
    ]
    for number, person in enumerate(patrol):
        if number < 4 or dice.chance(0.15):
            person.skills["leader"] = ""
        if number < 8 or dice.chance(0.3):
            # Some certificates end in the middle of the year; the course in June renews them.
            ends = 10 <= number < 40 and dice.chance(0.3)
            person.skills["first_aid"] = "2027-06-30" if ends else ""
        person.most_per_month = dice.pick((6, 7, 8, 8))
    invited = [
        registry.add(file, f"{name}-e{number:03d}", dice.pick(homes), uyghur=community.uyghur, reachable=0.85)
        for number in range(1, community.elders + 1)
    ]
    for person in invited:
        person.priority = dice.pick((0, 0, 0, 0, 0, 0, 1, 2, 2, 3))
    zh, ug, en = community.zh, community.ug, community.en
    registry.team(
        f"{name}-staff", text(f"{zh}社区工作人员", f"{ug} خادىملىرى", f"{en} staff"), name, [office, nurse], office
    )
    title = text(f"{zh}义务巡逻队", f"{ug} خالىسانە چارلاش ئەترىتى", f"{en} night patrol")
    registry.team(f"{name}-patrol", title, name, patrol, patrol[0])
    title = text(f"{zh}免费体检", f"{ug} ھەقسىز تەكشۈرۈلگۈچىلەر", f"{en} checkups")
    registry.team(f"{name}-checkup", title, name, invited)
    # Not the two who hand out goods, nor the one in the squad: whoever takes a course must be free for all of it.
    learners = dice.some(patrol[10:-1], 25) + dice.some(invited[60:], LEARNERS - 25)
    title = text(f"{zh}市民学校学员", f"{ug} ئاھالىلەر مەكتىپى ئوقۇغۇچىلىرى", f"{en} residents' school")
    registry.team(f"{name}-learners", title, name, learners)
    renewing = [person for person in patrol if person.skills.get("first_aid")]
    if renewing:
        title = text(
            f"{zh}急救证到期人员", f"{ug} جىددىي قۇتقۇزۇش گۇۋاھنامىسى يېڭىلىغۇچىلار", f"{en} first aid renewals"
        )
        registry.team(f"{name}-first-aid", title, name, renewing)
    _grid(registry, community, patrol)


def _grid(registry: Registry, community: Community, patrol: list[Person]) -> None:
    """For each estate a team: its leader, and the person who answers for each stairwell."""
    for index, estate in enumerate(ESTATES):
        here = [cell for cell in cells(community) if cell.startswith(f"{community.id}-{estate}-")]
        keepers = patrol[20 + index * len(here) : 20 + (index + 1) * len(here)]
        for cell, keeper in zip(here, keepers, strict=True):
            keeper.area = cell
            registry.keepers[cell] = keeper.id
        title = text(
            f"{community.zh}网格{estate.upper()}",
            f"{community.ug} {estate.upper()} كاتەكچە",
            f"{community.en} grid {estate.upper()}",
        )
        registry.team(f"{community.id}-{estate}-grid", title, f"{community.id}-{estate}", keepers, keepers[0])


def _talents(registry: Registry, dice: Dice) -> None:
    """The skills registry of five communities."""
    pool = [
        person
        for community in COMMUNITIES[:5]
        for person in volunteers(registry, community.id) + elders(registry, community.id)
    ]
    for person in dice.some(pool, TALENTED):
        person.skills[dice.pick(TALENTS)] = ""


def _choir_and_amateurs(registry: Registry, dice: Dice) -> None:
    retired = elders(registry, "sfy")
    # The first forty stay out of the weekday teams: among them are those whom helpers visit on Tuesdays.
    singers = dice.some(retired[40:], 33)
    singers += dice.some(elders(registry, "kly")[40:], 12) + dice.some(elders(registry, "alt")[40:], CHOIR - 45)
    title = text("添岁合唱团", "تيەنسۈي خور ئۆمىكى", "Tiansui choir")
    registry.team("choir", title, STREET, singers, singers[0])
    pool = dice.shuffled(retired[40:] + volunteers(registry, "sfy")[50:])
    for index, (name, zh, ug, en, *_) in enumerate(AMATEUR_TEAMS):
        members = [pool[(index * 13 + step) % len(pool)] for step in range(13)]
        registry.team(name, text(f"穗丰园{zh}", f"سۈيفېڭيۈەن {ug}", f"Suifengyuan {en}"), "sfy", members, members[0])


def _troupes(registry: Registry, dice: Dice) -> None:
    """Each community has an arts troupe; nobody plays in two."""
    for community in COMMUNITIES:
        amateurs = {team for team, *_ in AMATEUR_TEAMS} | {"choir"}
        pool = elders(registry, community.id)[20:60] + volunteers(registry, community.id)[40:60]
        members = dice.some([person for person in pool if not amateurs & set(person.teams)], 14)
        for person in members[:4]:
            person.skills.setdefault("arts", "")
        title = text(f"{community.zh}艺术团", f"{community.ug} سەنئەت ئۆمىكى", f"{community.en} arts troupe")
        registry.team(f"{community.id}-troupe", title, community.id, members, members[0])


def _squad(registry: Registry, dice: Dice) -> None:
    # Ten are also in the night patrol of their community, one each.
    members = [volunteers(registry, community.id)[-1] for community in COMMUNITIES]
    for number in range(1, SQUAD - len(members) + 1):
        community = COMMUNITIES[number % len(COMMUNITIES)]
        members.append(
            registry.add("squad", f"squad-{number:02d}", community.id, uyghur=community.uyghur, reachable=1.0)
        )
    for number, person in enumerate(members):
        if number % 3 == 0:
            person.skills.setdefault("leader", "")
        if dice.chance(0.5):
            person.skills.setdefault("first_aid", "")
    title = text("应急分队", "جىددىي قۇتقۇزۇش ئەترىتى", "Emergency squad")
    registry.team("squad", title, STREET, members, members[0])


def _offices_and_households(registry: Registry) -> None:
    """36 offices each paired with a community; their 214 people help 86 households."""
    officials = [
        registry.add(
            "offices",
            f"office-{number * OFFICES // HELPERS + 1:02d}-p{number + 1:03d}",
            STREET,
            uyghur=0.3,
            reachable=1.0,
        )
        for number in range(HELPERS)
    ]
    for office in range(1, OFFICES + 1):
        members = [person for person in officials if person.id.startswith(f"office-{office:02d}-")]
        community = COMMUNITIES[(office - 1) % len(COMMUNITIES)]
        title = text(f"结对单位{office:02d}", f"{office:02d}-نۆۋەتلىك جۈپلەشكەن ئورۇن", f"Partner office {office:02d}")
        registry.team(f"office-{office:02d}", title, community.id, members, members[0])
    households = [(community, index) for community in COMMUNITIES for index in range(community.households)]
    threes = HELPERS - 2 * len(households)
    helpers = iter(officials)
    for number, (community, index) in enumerate(households, start=1):
        own = [next(helpers) for _ in range(3 if number <= threes else 2)]
        resident = elders(registry, community.id)[index]
        title = text(
            f"第{number:02d}户帮扶人", f"{number:02d}-ئائىلىگە ياردەم بەرگۈچىلەر", f"Helpers of household {number:02d}"
        )
        registry.team(f"visit-{number:02d}-helpers", title, community.id, own, own[0])
        title = text(f"第{number:02d}户", f"{number:02d}-ئائىلە", f"Household {number:02d}")
        registry.team(f"visit-{number:02d}", title, community.id, [resident])


def _supermarket(registry: Registry, dice: Dice) -> None:
    shares = [SUPERMARKET // len(COMMUNITIES) + (index < SUPERMARKET % len(COMMUNITIES)) for index in range(10)]
    members: list[Person] = []
    for community, share in zip(COMMUNITIES, shares, strict=True):
        members += dice.some(elders(registry, community.id)[:35], share)
    registry.team("love-supermarket", text("爱心超市", "مېھىر-مۇھەببەت دۇكىنى", "Love supermarket"), STREET, members)
    helpers = [person for community in COMMUNITIES for person in volunteers(registry, community.id)[8:10]]
    title = text("爱心超市志愿者", "مېھىر-مۇھەببەت دۇكىنى پىدائىيلىرى", "Love supermarket helpers")
    registry.team("love-supermarket-helpers", title, STREET, helpers)


def _banquet(registry: Registry, dice: Dice) -> None:
    """104 families of three: a volunteer, an elder where there is one, and children or parents."""
    first, second = volunteers(registry, "sfy"), elders(registry, "sfy")
    guests: list[Person] = []
    born = 0
    for number, volunteer in enumerate(first):
        family = [volunteer, *second[number : number + 1]]
        while len(family) < 3:
            born += 1
            person = registry.add("sfy-families", f"sfy-f{born:03d}", volunteer.area, uyghur=0.25, reachable=0.1)
            family.append(person)
        for person in family:
            person.household = f"sfy-h{number + 1:03d}"
        guests += family
    title = text("百家宴各家", "يۈز ئائىلە زىياپىتى مېھمانلىرى", "Hundred-Family Banquet guests")
    registry.team("banquet-guests", title, "sfy", guests)
    helpers = volunteers(registry, "kly")[20:60]
    for person in helpers[:20]:
        person.skills.setdefault("cooking", "")
    for person in helpers[20:27]:
        person.skills.setdefault("first_aid", "")
    title = text("百家宴志愿者", "يۈز ئائىلە زىياپىتى پىدائىيلىرى", "Hundred-Family Banquet helpers")
    registry.team("banquet-helpers", title, "sfy", helpers, helpers[0])
    ushers = [person for near in ("hmy", "xly") for person in dice.some(volunteers(registry, near)[20:60], 30)]
    registry.team("gala-ushers", text("庆典志愿者", "تەبرىك پىدائىيلىرى", "Gala ushers"), STREET, ushers)


def _rehabilitation(registry: Registry, dice: Dice) -> None:
    therapist = registry.add("staff", "therapist", STREET, uyghur=0.0, reachable=1.0)
    therapist.skills["therapist"] = ""
    title = text("康复师", "ساغلاملىقنى ئەسلىگە كەلتۈرگۈچى دوختۇر", "Therapist")
    registry.team("therapists", title, STREET, [therapist], therapist)
    patients = [dice.pick(elders(registry, community.id)[36:40]) for community in COMMUNITIES[:5]]
    for number, person in enumerate(patients, start=1):
        registry.team(f"rehab-{number}", text(f"康复训练{number}", "", f"Rehabilitation {number}"), STREET, [person])
