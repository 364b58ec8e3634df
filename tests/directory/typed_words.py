"""What residents type, with the need that a person at the desk would send them to: a hand key."""

KEY = """
certificate: 要开个居住证明 | 去哪盖社区的章 | 单位要无犯罪证明 | 亲属关系证明怎么开
social_insurance: 社保断了想补交 | 老家的医保能在这边报销吗 | 给孩子交医保 | 查一下养老金
residence_permit: 居住证快过期了 | 刚来深圳要登记租房 | 孩子落户 | 身份证丢了
shop_licence: 想开家奶茶店 | 办个餐饮的执照 | 摆摊要什么手续 | 开个小超市
self_service: 打印一份社保清单 | 复印 | 扫描文件 | 身份证复印件
legal_question: 房东不退押金怎么办 | 想离婚 | 朋友借钱不还 | 工伤赔多少 | 遗产怎么分 | 网上买东西被骗
legal_aid: 请律师太贵了 | 没钱请律师 | 打官司没钱 | 免费的律师
mediation: 楼上半夜老是吵 | 跟邻居闹矛盾 | 隔壁装修漏水 | 婆媳吵架 | 想找人评评理
wages: 老板拖着工钱不给 | 公司不发工资 | 讨薪 | 被开除没赔偿 | 包工头跑了
after_school: 放学没人接孩子 | 四点半以后孩子没人管 | 小孩托管 | 托育 | 找人带娃
homework: 孩子作业不会 | 辅导小学作业 | 补课
computer: 教爸妈用微信 | 不会用智能手机 | 老人学手机 | 学电脑打字
night_school: 下班想学点东西 | 学英语 | 夜校 | 学吉他 | 学烘焙
reading: 找个地方自习 | 借书 | 安静看书的地方 | 图书馆 | 带孩子看绘本
blood_pressure: 量血压 | 测个血糖 | 免费测血压 | 血压
counselling: 最近压力很大 | 失眠 | 心里堵得慌 | 想找人说说话聊聊天 | 孩子青春期叛逆 | 心烦
clinic: 中医把脉 | 腰疼找人看看 | 免费看牙 | 打流感疫苗 | 义诊
first_aid: 学心肺复苏 | AED在哪 | ａｅｄ | 急救培训 | 除颤仪
family_planning: 怀孕了要办什么 | 备孕检查 | 准生证 | 生二胎
ball_games: 打羽毛球 | 哪里能打篮球 | 踢足球 | 乒乓球台
dancing: 跳广场舞 | 排练的地方 | 学唱粤剧 | 合唱队
exhibition: 带娃看展览 | 科普馆 | 参观党史馆
handicraft: 学毛笔字 | 练书法 | 剪纸 | 学画画
walking: 跑步 | 附近的公园 | 健身器材 | 打太极
meals: 爸妈中午吃饭 | 长者食堂 | 老人送饭上门 | 奶奶没人做饭
day_care: 妈妈瘫痪没人照顾 | 白天托老 | 独居老人没人看 | 养老院 | 给老人洗澡
disability: 借个轮椅 | 办残疾证 | 康复训练 | 助听器
rest: 手机没电了 | 想喝口热水 | 外卖小哥歇脚 | 找厕所 | 热一下饭 | 避雨
repair: 雨伞坏了 | 磨菜刀 | 裤子太长改短 | 修电风扇 | 拉链坏了 | 补鞋 | 水龙头漏水 | 配钥匙
haircut: 剪个头 | 理个发 | 给老人上门剃头 | 免费剪发
job: 想找份工 | 失业半年了 | 找点零活干 | 哪里招人 | 找工作
training: 学个电工证 | 考叉车证 | 月嫂培训 | 学门手艺
startup: 想创业 | 注册公司 | 创业贷款 | 办个工作室
talent_housing: 刚毕业租房 | 公租房 | 申请人才公寓 | 没地方住
lab: 借用实验室 | 用电镜做检测 | 共享仪器
volunteer: 当义工 | 报名志愿者 | 想做好事
donate: 捐旧衣服 | 旧玩具不要了捐掉 | 爱心超市
hardship: 申请低保 | 没钱看病 | 交不起学费 | 家里困难有没有补助
party_desk: 转组织关系 | 交党费 | 入党申请书 | 流动党员
children_holiday: 暑假孩子去哪玩 | 夏令营 | 亲子活动 | 寒假班
"""


def key():
    """Yield what was typed and the need that is meant."""
    for line in KEY.strip().splitlines():
        need, _, typed = line.partition(":")
        for each in typed.split("|"):
            yield each.strip(), need
