"""Answers in a learner's own words: for each point of the course a sentence in English and one in Chinese."""

SENTENCES = {
    "2.2.1a": ("Look for firms whose industry still has ten good years ahead.", "先看对方所在的行业是不是还在往上走。"),
    "2.2.1b": ("They should sit in a district that we reach within half an hour.", "最好是网点周边半小时走得到的。"),
    "2.2.1c": (
        "A borrower's financial condition has to be healthy before anything else.",
        "企业的经营状况要好，底子要厚。",
    ),
    "2.2.1d": (
        "Begin with those who already use our payroll service.",
        "先找已经在我行代发工资的单位。",
    ),
    "2.2.2a": (
        "A manager needs perseverance after the fourth refusal of the day.",
        "被拒绝了还能自我激励，第二天照样出门。",
    ),
    "2.2.2b": ("Every manager must know the products inside out.", "客户经理要精通各项产品，问不倒。"),
    "2.2.2c": ("Nobody keeps names to himself: we act as a team.", "线索要在团队里共享。"),
    "2.2.2d": (
        "Good people in this job listen first and change course when the talk turns.",
        "要会沟通，话题一变就能随机应变。",
    ),
    "2.2.3a": ("Ask those who are content to recommend us to their friends.", "请老客户把朋友介绍过来。"),
    "2.2.3b": (
        "The chair of the traders' association can open twenty doors for us.",
        "请商会的会长帮忙牵线。",
    ),
    "2.2.3c": ("Put posters into the bus shelters around the market.", "在公交站投放海报，让人知道我们。"),
    "2.2.3d": ("Go from door to door along the shopping street.", "沿街一家一家上门。"),
    "2.2.3e": (
        "Names can also be found in directories and on the internet.",
        "还可以翻企业名录，到互联网上找。",
    ),
    "2.2.4": (
        "From two hundred names pick a shortlist before anyone sets out.",
        "两百个名字要先筛选，留下值得去的。",
    ),
    "2.2.5a": (
        "Write a page of notes after every meeting and a memo for colleagues.",
        "见面前列好提纲，见面后写备忘录。",
    ),
    "2.2.5b": ("Give each visit a clear target with a date to it.", "每次去都要有量化的目标和期限。"),
    "2.2.5c": ("Bring along a marketing plan written for this one firm.", "给每一家写一份专属方案。"),
    "2.2.5d": ("Wait for the right moment, say when a contract runs out.", "挑准时机，比如合同快到期的时候。"),
    "2.2.5e": ("Find the door opener: the one thing that worries him today.", "从他眼下最操心的事入手。"),
    "2.2.6a": ("Tailor the offer to what worries this firm.", "产品要量身定做，合他的胃口。"),
    "2.2.6b": ("Take a colleague from another department along.", "请其他部门的同事一起去谈。"),
    "2.2.6c": ("If the boss says no, go the indirect way over his accountant.", "正门不通就迂回，先服务好他的会计。"),
    "2.2.7": ("Once the contract is signed, keep in touch and ask how it works.", "签约之后要及时回访。"),
    "3.2.1": ("New machines in the hall and a decent waiting area help.", "大厅的自助机要够用，等候区要像样。"),
    "3.2.2": ("Staff should be attentive and greet people with a smile.", "柜员态度要热情，对人有礼貌。"),
    "3.2.3": ("Solve the problem that keeps the shopkeeper awake.", "帮他解决眼前的困难，比送礼有用。"),
    "3.2.4": ("Remember birthdays and make people feel valued.", "生日送一句祝福，逢年过节问候一声。"),
    "3.2.5": ("Put together a package that nobody else gets.", "为他一家配一个综合服务的套餐。"),
    "3.3.1a": ("First segment the book: what each customer is worth.", "先给客户分层，看各自的贡献度。"),
    "3.3.1b": ("Spend time according to value, not on whoever is loudest.", "价值高的多花时间，价值低的少花一些。"),
    "3.3.1c": (
        "A pensioner and a student are different types of customers.",
        "老人和学生习惯不一样，要因人而异。",
    ),
    "3.3.2a": ("People are content if what they get is what they expect.", "客户满不满意，要看实际感受和期望差多少。"),
    "3.3.2b1": ("Make it easy to complain, and answer within a day.", "投诉渠道要畅通，当天就要回话。"),
    "3.3.2b2": ("Send out a questionnaire, and queue up once yourself.", "发问卷，也派人装成顾客亲身体验一次。"),
    "3.3.2b3": ("Ring those who have gone and find out why they left.", "给销户的人打电话，弄清流失的原因。"),
    "3.3.2c": ("Plan the survey, and report what came of it.", "先有调查计划，再做定性和定量的分析。"),
    "3.3.2d": (
        "Start from the customer data that we have, and mind the customer's time.",
        "从客户信息系统出发，别多占客户的时间。",
    ),
    "3.3.2e": (
        "Give a little more than they expect, and innovate all the time.",
        "服务要超出期望，管理要不断创新。",
    ),
    "3.3.3": ("What counts in the end is whether people stay loyal to us.", "说到底，要看客户忠诚不忠诚。"),
    "3.3.3a": ("Count how often they buy again.", "数一数回头客有多少。"),
    "3.3.3b": ("See how sensitive to price each of them is.", "看他对价格敏不敏感。"),
    "3.3.3c": ("Notice how they speak of rival banks.", "留意他怎么看别家银行。"),
    "3.3.3d": ("The faithful forgive when something goes wrong.", "出了问题，他是谅解还是翻脸？"),
    "3.3.3e": ("Keep an eye on the acquisition rate.", "算一算获取率：争取了多少，成了多少。"),
    "3.3.3f": ("Follow the attrition month by month.", "每个月盯着流失率。"),
    "3.3.3g": ("A loyalty scheme is dear and must not be altered every spring.", "积分计划投入不小，规则不能年年改。"),
    "3.3.3h": ("Build trust by keeping promises, and offer several products.", "说到做到，站在客户一边替他打算。"),
    "3.3.4a": ("Premium clients get a manager of their own.", "贵宾要有专门的客户经理。"),
    "3.3.4b": ("Do not forget the small businesses that pay on time.", "按时还款的小微企业也要照顾好。"),
    "3.4.1": ("Beware of giving in to everyone who threatens to go.", "不能谁一开口就给谁打折。"),
    "3.4.2": ("Without mutual respect nothing lasts.", "双方要互相尊重，彼此信得过。"),
    "3.4.3": ("Never lend on a forecast that is too hopeful.", "对企业的前景不要盲目乐观，否则贷款就放错了。"),
}
"""By item: English, Chinese."""

UNRELATED = (
    "The canteen has soup on Thursdays and the lift is being repaired.",
    "Tomorrow it will rain, so take an umbrella with you.",
    "The football club has drawn twice and lost once this autumn.",
    "食堂星期四有汤，电梯正在修。",
    "明天下雨，出门记得带伞。",
    "这个秋天球队踢平两场，输了一场。",
)
"""Sentences that say nothing of customers."""

ONLY_ALIKE = (
    ("2.2.1a", "Names stand in industry magazines."),
    ("2.2.1a", "行业报纸上有名单。"),
    ("2.2.2b", "Communication skills matter most."),
    ("2.2.3d", "每次拜访都要有量化的目标。"),
    ("2.2.5a", "Such a talk stays in the memory."),
    ("2.2.5b", "Everybody has a smartphone by now."),
    ("2.2.5b", "筛选目标客户要明确。"),
    ("3.2.1", "The atmosphere counts."),
    ("3.2.2", "This kind of thing happens."),
    ("3.3.2a", "服务要超出期望。"),
    ("3.3.3", "A loyalty plan is dear."),
    ("3.3.3f", "Find out the reasons for churn."),
    ("3.3.3h", "双方缺乏信任。"),
    ("3.4.2", "先建立信任。"),
)
"""Sentences that have a word of a point in them and do not name it: item, sentence."""

WHOLE_ANSWERS = (
    (
        "Q1",
        "商业银行开发客户，首先要明确理想客户的条件，即所处行业、所在区域、自身情况以及和银行的合作情况。其次客户经理要有自我鞭策和激励"
        "的能力、业务能力、团队合作意识、应变能力和交流技巧。第三，多渠道搜寻：连锁介绍、关键先生介绍、做广告、扫荡式拜访，还有电话号码"
        "录、行业报纸、网络等。第四，筛选并确定目标客户。第五，做行动方案，编制会面计划表和备忘录，按SMART法则定目标，制定营销方案，选"
        "好接洽时机和切入点。第六，通过迎合客户需求、联动营销、迂回拓展建立合作。最后跟进产品和服务。",
        23,
    ),
    (
        "Q1",
        "A bank should first describe its ideal customer by trade, place, size and what it already does with us. Then "
        "send managers with drive and skill who work together and can talk. Search by asking customers for names, "
        "through people everybody listens to, by ads, by walking the streets and on the web. Check who is worth it. "
        "Plan: what for, when, with which opening. Offer what they need, bring colleagues, try a detour if refused, "
        "and keep coming back.",
        18,
    ),
    (
        "Q1",
        "我觉得不能光靠广告，也别满街乱跑。多让老客户帮忙介绍，尤其是老板圈子里说话有分量的人。去之前做功课，搞清楚人家需要什么；第一次"
        "谈不成就换个人去谈。谈成以后三天之内一定要再去一次。",
        7,
    ),
    (
        "Q2",
        "银行维护客户，一是采用硬件、软件、功能、心理、特色五种维护方式；二是对客户分类管理，甄别价值，对价值不同、特征不同的客户差别维护；"
        "三是提高满意度，建立投诉建议制度，开展调查和亲身体验，分析流失原因，超值服务，管理创新；四是提高忠诚度，建立信任关系，广泛联系，"
        "为客户着想，提高迁移成本；五是对重点客户和中小优质客户实行差别化服务；同时避免一味忍让、缺乏信任尊重和预测失准。",
        19,
    ),
    (
        "Q2",
        "Treat good customers better than others. Fix their problems fast, call on their birthday, and don't make them "
        "wait. Ask them what they think, and ask the ones who quit why. Do not let them bargain you down each time. "
        "Keep your promises so they trust you. Check how many leave each year.",
        9,
    ),
    (
        "Q2",
        "客户最怕等。办得快，问题当天解决，逢年过节打个电话。对大户要有专人，对小老板也不能冷落。谁要走，先问为什么，但不能一要就给。多办"
        "几样业务，搬起来就麻烦，自然就留下了。",
        7,
    ),
)
"""Whole answers as learners may write them: the question, the text, and how many of the course's points it names."""

TURNED = (
    ("Q1", "2.2.3c", "We should never advertise.", "turned round"),
    ("Q1", "2.2.3c", "Don't forget to advertise.", "named"),
    ("Q1", "2.2.3c", "Not only advertising but also other ways matter.", "named"),
    ("Q1", "2.2.3c", "Instead of advertising, rely on friends.", "turned round"),
    ("Q1", "2.2.3c", "We ask people rather than put up posters.", "turned round"),
    ("Q1", "2.2.3c", "Never advertise in May. In June advertise a lot.", "named"),
    ("Q1", "2.2.3c", "不要打广告。", "turned round"),
    ("Q1", "2.2.3c", "不仅要打广告，还要上门。", "named"),
    ("Q1", "2.2.3c", "不能忽视广告。", "named"),
    ("Q1", "2.2.3c", "与其打广告，不如上门。", "turned round"),
    ("Q1", "2.2.3c", "打广告不划算。", "turned round"),
    ("Q1", "2.2.5a", "Never visit without a meeting plan.", "named"),
    ("Q1", "2.2.3d", "没有计划就不要上门。", "named"),
    ("Q2", "3.4.1", "Give discounts to everybody.", "turned round"),
    ("Q2", "3.4.1", "Never give discounts to everybody.", "named"),
    ("Q2", "3.4.1", "多给客户让步。", "turned round"),
    ("Q2", "3.4.1", "让步要有限度。", "named"),
    ("Q2", "3.3.2b1", "投诉不能没人管。", "named"),
    ("Q2", "3.3.2b1", "Complaints must not go unanswered.", "named"),
)
"""Sentences that say yes or no to a point: question, item, sentence, and how it stands to the point."""
