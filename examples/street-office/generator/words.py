"""What things are called, in Chinese, Uyghur and English."""

from __future__ import annotations

# fmt: off
# ruff: noqa: E501 - one line a thing reads best in a list of words

SKILLS = {
    "leader": ("巡逻组长", "چارلاش گۇرۇپپا باشلىقى", "Leader"),
    "first_aid": ("急救员", "جىددىي قۇتقۇزغۇچى", "First aid"),
    "nurse": ("护士", "سېستىرا", "Nurse"),
    "therapist": ("康复师", "ساغلاملىقنى ئەسلىگە كەلتۈرگۈچى", "Therapist"),
    "arts": ("文艺", "سەنئەت", "Arts"),
    "household": ("家政", "ئائىلە مۇلازىمىتى", "Household services"),
    "counselling": ("心理疏导", "روھىي مەسلىھەت", "Counselling"),
    "repair": ("维修", "رېمونت", "Repairs"),
    "teaching": ("教学", "ئوقۇتۇش", "Teaching"),
    "law": ("法律", "قانۇن", "Law"),
    "cooking": ("厨艺", "ئاشپەزلىك", "Cooking"),
    "translation": ("翻译", "تەرجىمانلىق", "Translation"),
    "hairdressing": ("理发", "ساتىراشلىق", "Hairdressing"),
}
TALENTS = ("arts", "household", "counselling", "repair", "teaching", "law", "cooking", "translation", "hairdressing")

# id, names, weekdays, time, length, room
AMATEUR_TEAMS = (
    ("tai-chi", "太极拳队", "تەيجىچۈەن ئەترىتى", "tai chi team", ("tuesday", "thursday", "saturday"), "09:00", "1h", "stage"),
    ("tai-chi-sword", "太极剑队", "تەيجى قىلىچى ئەترىتى", "tai chi sword team", ("monday",), "09:00", "1h", "stage"),
    ("tai-chi-fan", "太极扇队", "تەيجى يەلپۈگۈچى ئەترىتى", "tai chi fan team", ("wednesday",), "08:30", "1h", "stage"),
    ("table-tennis", "女子乒乓球队", "ئاياللار تىكتاك توپ ئەترىتى", "women's table tennis team", ("monday", "thursday"), "16:00", "2h", "sports"),
    ("gateball", "门球队", "دەرۋازا توپ ئەترىتى", "gateball team", ("tuesday", "friday"), "17:00", "2h", "court"),
    ("folk-music", "民乐队", "خەلق مۇزىكا ئەترىتى", "folk music team", ("thursday",), "16:00", "2h", "hall"),
    ("meshrep-dance", "麦西热甫舞队", "مەشرەپ ئۇسسۇل ئەترىتى", "meshrep dance team", ("monday", "friday"), "18:30", "90m", "sports"),
    ("calligraphy", "书画队", "خەتتاتلىق ۋە رەسساملىق ئەترىتى", "calligraphy team", ("sunday",), "11:00", "2h", "class"),
)

# topic, title, sessions, length
COURSES = (
    ("culture", "剪纸艺术", "قەغەز قىيىش سەنئىتى", "Paper cutting", 4, "2h"),
    ("culture", "书法入门", "خەتتاتلىق ئاساسى", "First steps in calligraphy", 6, "2h"),
    ("culture", "都塔尔弹奏", "دۇتار چېلىش", "Playing the dutar", 8, "90m"),
    ("culture", "民族舞蹈", "مىللىي ئۇسسۇل", "Folk dance", 6, "90m"),
    ("job skills", "烘焙技能", "تورت-پىرەنىك پىشۇرۇش", "Baking", 5, "3h"),
    ("job skills", "缝纫技能", "كىيىم تىكىش", "Sewing", 6, "2h"),
    ("job skills", "家政服务技能", "ئائىلە مۇلازىمىتى ماھارىتى", "Household services", 4, "3h"),
    ("job skills", "电脑基础", "كومپيۇتېر ئاساسى", "First steps with computers", 8, "2h"),
    ("job skills", "美发技能", "ساتىراشلىق ماھارىتى", "Hairdressing", 6, "3h"),
    ("etiquette", "待客礼仪", "مېھمان كۈتۈش ئەدەپ-قائىدىسى", "Receiving guests", 2, "90m"),
    ("etiquette", "公共场所文明礼仪", "ئاممىۋى سورۇن ئەدەپ-قائىدىسى", "Manners in public places", 1, "2h"),
    ("health care", "高血压日常管理", "يۇقىرى قان بېسىمىنى باشقۇرۇش", "Living with high blood pressure", 3, "90m"),
    ("health care", "合理膳食", "مۇۋاپىق ئوزۇقلىنىش", "Eating well", 2, "90m"),
    ("health care", "家庭护理", "ئائىلىدە پەرۋىش قىلىش", "Nursing at home", 4, "2h"),
    ("disease prevention", "流感预防", "تارقىلىشچان زۇكامنىڭ ئالدىنى ئېلىش", "Preventing influenza", 1, "90m"),
    ("disease prevention", "口腔保健", "ئېغىز بوشلۇقى ساغلاملىقى", "Healthy teeth", 1, "90m"),
    ("disease prevention", "糖尿病预防", "دىيابېتنىڭ ئالدىنى ئېلىش", "Preventing diabetes", 2, "90m"),
    ("early childhood", "亲子阅读", "بالىلار بىلەن بىللە كىتاب ئوقۇش", "Reading with children", 6, "1h"),
    ("early childhood", "婴幼儿照护", "بوۋاق پەرۋىشى", "Caring for infants", 4, "2h"),
    ("early childhood", "在游戏中学习", "ئويۇن ئارقىلىق ئۆگىنىش", "Learning through play", 5, "1h"),
)
TOPICS = {
    "culture": ("文化培训", "مەدەنىيەت كۇرسى", "culture"),
    "job skills": ("就业技能培训", "كەسپىي ماھارەت كۇرسى", "job skills"),
    "etiquette": ("文明礼仪培训", "ئەدەپ-قائىدە كۇرسى", "etiquette"),
    "health care": ("健康保健培训", "ساغلاملىق كۇرسى", "health care"),
    "disease prevention": ("疾病预防培训", "كېسەللىكنىڭ ئالدىنى ئېلىش كۇرسى", "disease prevention"),
    "early childhood": ("早期教育培训", "بالىلارنى بالدۇر تەربىيەلەش كۇرسى", "early childhood"),
}
LECTURES = (
    ("防范电信诈骗", "تېلېفون ئالدامچىلىقىدىن ساقلىنىش", "Beware of telephone fraud"),
    ("春季养生", "ئەتىيازلىق ساغلاملىق ساقلاش", "Health in spring"),
    ("妇女权益保障", "ئاياللار ھوقۇق-مەنپەئەتىنى قوغداش", "Women's rights"),
    ("家庭用电安全", "ئائىلىدە توك بىخەتەرلىكى", "Electricity at home"),
    ("劳动合同常识", "ئەمگەك توختامى ساۋاتلىرى", "Contracts of work"),
    ("夏季防溺水", "يازدا سۇغا غەرق بولۇشتىن ساقلىنىش", "Safe by the water"),
    ("家庭教育", "ئائىلە تەربىيەسى", "Bringing up children"),
    ("食品安全", "يېمەكلىك بىخەتەرلىكى", "Safe food"),
    ("垃圾分类", "ئەخلەتنى تۈرگە ئايرىش", "Sorting waste"),
    ("老年人心理健康", "ياشانغانلارنىڭ روھىي ساغلاملىقى", "Peace of mind in old age"),
    ("冬季消防安全", "قىشلىق ئوت مۇداپىئە بىخەتەرلىكى", "Fire safety in winter"),
    ("民法典与生活", "ھەق تەلەپ قانۇن دەستۇرى ۋە تۇرمۇش", "The Civil Code in daily life"),
)
SHOWS = (
    ("新春文艺演出", "يېڭى باھار سەنئەت ئويۇنى", "New spring show"),
    ("迎春歌舞", "باھارنى قارشى ئېلىش ناخشا-ئۇسسۇلى", "Songs and dances to welcome spring"),
    ("邻里情演出", "قوشنىدارچىلىق مېھرى ئويۇنى", "Good neighbours show"),
    ("百姓才艺秀", "خەلق ماھارەت كۆرگەزمىسى", "Residents' talent show"),
    ("劳动者之歌", "ئەمگەكچىلەر ناخشىسى", "Songs of those who work"),
    ("童心向阳演出", "بالىلار قەلبى ئويۇنى", "Children's show"),
    ("夏夜纳凉晚会", "ياز كېچىلىكى", "Cool summer evening"),
    ("麦西热甫联欢", "مەشرەپ كۆڭۈل ئېچىشى", "Meshrep for all"),
    ("丰收演出", "مول ھوسۇل ئويۇنى", "Harvest show"),
    ("金秋文艺演出", "ئالتۇن كۈز سەنئەت ئويۇنى", "Golden autumn show"),
    ("一家亲演出", "بىر ئائىلە كىشىلىرى ئويۇنى", "One family show"),
    ("迎新年演出", "يېڭى يىلنى كۈتۈش ئويۇنى", "Show for the coming year"),
)
# title, day, time, venue, troupe, lunar day
FESTIVAL_SHOWS = (
    ("元旦音乐会", "يېڭى يىل كونسېرتى", "New Year concert", "2027-01-01", "18:00", "theatre", "choir", ""),
    ("腊八邻里汇演", "لابا بايرىمى ئويۇنى", "Laba show", "2027-01-15", "18:00", "theatre", "hmy-troupe", "12-08"),
    ("春节联欢晚会", "باھار بايرىمى كېچىلىكى", "Spring Festival gala", "2027-02-04", "19:00", "theatre", "sfy-troupe", ""),
    ("新春游园演出", "باھار سەيلىسى ئويۇنى", "Spring fair show", "2027-02-07", "14:00", "square", "kly-troupe", ""),
    ("元宵灯会演出", "پانۇس بايرىمى ئويۇنى", "Lantern Festival show", "2027-02-20", "19:00", "square", "xly-troupe", "01-15"),
    ("三八妇女节演出", "ئاياللار بايرىمى ئويۇنى", "Women's Day show", "2027-03-08", "17:00", "theatre", "glb-troupe", ""),
    ("诺鲁孜节歌舞", "نورۇز ناخشا-ئۇسسۇلى", "Nowruz songs and dances", "2027-03-21", "14:00", "square", "alt-troupe", ""),
    ("五一慰问演出", "ئەمگەكچىلەر بايرىمى ئويۇنى", "Labour Day show", "2027-04-30", "18:00", "theatre", "hyl-troupe", ""),
    ("五四青年音乐会", "ياشلار بايرىمى كونسېرتى", "Youth Day concert", "2027-05-04", "19:00", "square", "bhl-troupe", ""),
    ("六一儿童节演出", "بالىلار بايرىمى ئويۇنى", "Children's Day show", "2027-06-01", "11:00", "theatre", "ptj-troupe", ""),
    ("端午节演出", "دۇەنۋۇ بايرىمى ئويۇنى", "Dragon Boat Festival show", "2027-06-09", "19:30", "square", "sll-troupe", "05-05"),
    ("七夕音乐会", "7-ئاينىڭ 7-كۈنى كونسېرتى", "Double Seventh concert", "2027-08-08", "20:00", "square", "kly-troupe", "07-07"),
    ("中秋晚会", "ئوتتۇرا كۈز كېچىلىكى", "Mid-Autumn evening", "2027-09-15", "19:30", "square", "hmy-troupe", "08-15"),
    ("国庆歌会", "دۆلەت بايرىمى ناخشا كېچىلىكى", "National Day concert", "2027-10-01", "18:00", "square", "choir", ""),
    ("重阳敬老演出", "ياشانغانلارنى ھۆرمەتلەش ئويۇنى", "Double Ninth show", "2027-10-08", "17:00", "theatre", "tai-chi-fan", "09-09"),
    ("跨年晚会", "يىل ئۆتكۈزۈش كېچىلىكى", "New Year's Eve", "2027-12-31", "18:00", "theatre", "glb-troupe", ""),
)
SPORTS_DAYS = (
    ("趣味运动会", "قىزىقارلىق تەنھەرىكەت يىغىنى", "Fun sports day"),
    ("象棋比赛", "جۇڭگوچە شاھمات مۇسابىقىسى", "Chess day"),
    ("健步走", "ساغلام مېڭىش", "Walking day"),
    ("拔河比赛", "ئارغامچا تارتىش مۇسابىقىسى", "Tug of war"),
    ("踢毽子比赛", "تۈپكۈچ تېپىش مۇسابىقىسى", "Shuttlecock day"),
    ("读书日", "كىتاب ئوقۇش كۈنى", "Reading day"),
)
EXHIBITIONS = (
    ("剪纸展", "قەغەز قىيىش كۆرگەزمىسى", "Paper cuttings", "2027-01-18", "10d"),
    ("老照片展", "كونا سۈرەتلەر كۆرگەزمىسى", "Old photographs", "2027-04-12", "12d"),
    ("儿童绘画展", "بالىلار رەسىم كۆرگەزمىسى", "Children's drawings", "2027-05-28", "10d"),
    ("书画展", "خەتتاتلىق ۋە رەسىم كۆرگەزمىسى", "Calligraphy and painting", "2027-09-13", "14d"),
    ("民族手工艺展", "مىللىي قول ھۈنەر كۆرگەزمىسى", "Handicrafts", "2027-11-08", "14d"),
)
FILMS = (
    ("片库一：团圆", "1-كىنو: دىدار", "Film 1: Together"),
    ("片库二：远山", "2-كىنو: يىراق تاغ", "Film 2: Far mountains"),
    ("片库三：邻居", "3-كىنو: قوشنىلار", "Film 3: Neighbours"),
    ("片库四：守望", "4-كىنو: كۆزەت", "Film 4: Keeping watch"),
    ("片库五：果园", "5-كىنو: مېۋىلىك باغ", "Film 5: The orchard"),
    ("片库六：雪夜", "6-كىنو: قارلىق كېچە", "Film 6: A night of snow"),
    ("片库七：归来", "7-كىنو: قايتىش", "Film 7: Coming home"),
)
