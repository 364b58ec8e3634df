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
clinic: 中医把脉 | 腰疼找人看看 | 免费看牙 | 义诊
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
vaccination: 打流感疫苗 | 打疫苗
toilet: 找厕所 | 公共厕所 | 厕所在哪嘎达 | 尿急
rest: 手机没电了 | 想喝口热水 | 外卖小哥歇脚 | 热一下饭 | 避雨
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
WRITTEN_LATER = """
certificate: 开户籍证明 | 学校要居住地证明 | 社区盖公章
social_insurance: 医保卡丢了怎么补 | 自己交社保 | 养老保险转移
residence_permit: 办一张居住证 | 户口迁过来 | 居住证续签
shop_licence: 开理发店要办什么证 | 个体户注册 | 营业执照变更
self_service: 打印材料 | 自助拍照打印
legal_question: 签劳动合同前想问律师 | 车祸赔偿 | 房子过户继承 | 被中介骗了
legal_aid: 没钱打官司 | 申请法律援助
mediation: 邻居占了我家车位 | 楼下广场舞太吵 | 物业纠纷
wages: 厂里三个月没发工资 | 工地欠钱 | 离职不给结工资
after_school: 双职工没空带娃 | 小学生晚托 | 一岁宝宝托班
homework: 帮孩子检查作业 | 英语补课
computer: 学用智能机 | 老人不会扫码 | 学做表格
night_school: 晚上学英语 | 成人兴趣课 | 学跳爵士
reading: 复习考试的地方 | 看报纸 | 还书
blood_pressure: 量个血压 | 查血糖 | 体检
counselling: 晚上睡不着 | 失恋了很难过 | 工作压力大 | 感觉抑郁
clinic: 针灸 | 看老中医 | 颈椎疼
first_aid: 急救课 | 附近有没有AED
family_planning: 孕妇建档 | 二胎登记 | 哺乳咨询
ball_games: 羽毛球场 | 打排球 | 台球
dancing: 练舞的场地 | 合唱排练 | 唱歌
exhibition: 周末看展 | 科技馆
handicraft: 学国画 | 做手工 | 学编织
walking: 夜跑 | 散步 | 带狗遛弯
meals: 老年食堂 | 给独居老人送餐
day_care: 失能老人护理 | 爷爷白天没人陪 | 日间照料
disability: 盲人按摩证 | 申请残疾补贴 | 租拐杖
rest: 送外卖想歇会儿 | 充电宝 | 接开水
repair: 换纱窗 | 修自行车 | 热水器坏了 | 缝个扣子
haircut: 剪头 | 理发 | 给卧床老人理发
job: 招工信息 | 临时工 | 下岗再就业
training: 学做月嫂 | 技能补贴 | 考电工证
startup: 大学生创业 | 开公司流程
talent_housing: 人才房 | 租便宜的房子
lab: 借仪器 | 做材料检测
volunteer: 做公益志愿 | 义工报名
donate: 捐书 | 旧手机捐赠
hardship: 大病救助 | 特困 | 家里揭不开锅
party_desk: 党员转入 | 参加党课
children_holiday: 寒假托管 | 亲子手工 | 周末带小孩玩
"""
SPOKEN = """
# dialect, traditional characters, slips that sound alike, pinyin, needs that are not named
computer: 想给外地的孙女打视频 | 老公想学打字
ball_games: 打波 | 羽毛求 | 带儿子去打篮球 | 儿子打球
reading: 圖書館 | 睇书 | 晚上还开的图书馆
meals: 長者飯堂 | 冇人煮饭 | 阿婆想食饭
haircut: 理髮 | 飞发 | lifa
job: 揾工 | 刚被公司裁了
rest: 饮啖水 | 下雨没带伞
day_care: 老豆冇人睇 | 爷爷一个人在家
after_school: 湊仔 | 细佬哥冇人凑
wages: 老细走佬冇出粮 | 讨公资 | 干了三个月一分没见着
blood_pressure: 量血鸭 | liangxueya | 度血压
residence_permit: 居主证
social_insurance: 社宝卡 | 交养老的钱断了怎么补
disability: 轮以 | 耳朵听不见了
self_service: 打影 | 身份证要印两份
legal_aid: 没钱请律师但是要上法庭
repair: 菜刀钝了 | 单车烂咗
haircut: 头发太长想剪短 | 阿嫲要剃头
computer: 教外婆扫码坐车 | 老人机不会发语音
meals: 爷爷奶奶在哪吃午饭 | 冇人煮午饭俾阿公食
rest: 送外卖想找地方坐坐 | 口渴了
repair: 伞骨断了 | 眼镜腿松了 | 电水壶唔着
wages: 做了两个月没拿到钱 | 老板拖住份粮
job: 老家来的想揾份工 | 五十岁还有人要吗
after_school: 下午三点半放学我在上班 | 细路放学冇人接
legal_question: 房东要赶我走 | 租房合同看不懂
mediation: 楼上滴水到我阳台 | 和婆婆处不来
counselling: 每天都高兴不起来 | 夜里翻来覆去睡不着
clinic: 腰痛想让医生瞧瞧 | 阿公膝头痛
blood_pressure: 想量下血亚 | 血糖高不高去哪查
social_insurance: 少儿医保怎么交 | 换了公司社保怎么转
residence_permit: 居住证到期了咋办 | 上户口
self_service: 印相片 | 复印户口本
reading: 小孩想借绘本 | 有冇自修室
ball_games: 想找人打羽毛球 | 乒乓波
dancing: 阿姨们想找地方跳舞 | 学唱戏
handicraft: 学写毛笔字 | 想学插花
day_care: 老人白天没人陪 | 请人给爸爸擦身
disability: 租个轮椅 | 奶奶耳朵背
first_aid: 哪里有AED | 学人工呼吸
volunteer: 想当义工 | 退休了想做点好事
donate: 小孩的旧衣服送给谁 | 捐图书
training: 考个电工证 | 想学烧菜当厨师
talent_housing: 毕业生租便宜房 | 来深圳面试住哪
shop_licence: 想开个早餐店 | 卖奶茶要办什么
party_desk: 组织关系转过来 | 交党费
hardship: 家里没钱看病 | 低保怎么申请
homework: 孩子数学题不会做
walking: 晚上去哪散步 | 老人健身的地方
"""


def key():
    """Yield what was typed and the need that is meant."""
    for line in (KEY + WRITTEN_LATER + SPOKEN).strip().splitlines():
        if not line or line.startswith("#"):
            continue
        need, _, typed = line.partition(":")
        for each in typed.split("|"):
            yield each.strip(), need
