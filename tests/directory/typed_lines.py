"""Lines as elders, speakers of Cantonese and those who tell of a trouble type them: a hand key.

The needs of which the first one understood has to be one. Written before the lists of words were
read; the lists were then mended by them, so that they prove no more than that this stays so.
"""

LINES = """
clinic: 我这个老花镜度数不对了哪里能验 | 老年痴呆筛查在哪做 | 打疫苗后胳膊疼去哪看 | 耳朵里嗡嗡响想让大夫瞅瞅 | 腿脚浮肿找人给看一看
clinic: 边度有得免费睇牙 | 膝盖一上楼就咯吱响 | 睇中医 | 眼睛花看不清想配个镜子
meals: 牙口不好了晌午饭有没有软和的 | 一个人懒得开火，有地方搭伙吗 | 老人石堂 | 年纪大了煮不动，中午有盒饭吗 | 阿妈食嘢冇牙力 有冇软饭
meals: 饭堂能不能给我们送到家 | 长着饭堂 | 阿嫲食饭冇人煮 | 长者饭堂喺边 | 一个人懒得做饭
haircut,day_care: 脚指甲剪不动了有没有人帮修脚
haircut: 头发长了腿脚不便出不了门谁能上门推个头 | 阿婆要剪发 行唔到 有冇上门 | 理法 | 打折理发 | 想把鬓角修一修 | 头发白了想染黑 | 想剃须
haircut: 想剪个头发平啲嘅 | 飞发 | 我这腿脚不方便有没有人上门剃头
computer: 孙女的手机教我怎么抢红包 | 医院挂号要扫码我不会 | 部手机唔识较大字 | 杀毒软件不会装 | 想学着给外孙发个语音 | 手机张相唔识send
computer: 我老了记性差 手机密码老忘 | 孩子们要我学网上买菜 | 想搵人教我阿妈睇手机 | 想学下用手机影相 | 教我老豆用微信
computer: 这个手机老是弹广告不会弄 | 视频看孙子不会按
computer,self_service: 存折换成卡了不会取钱想找人教
social_insurance: 退休金认证怎么刷脸 | 社保卡磁条坏了刷不出来 | 社保卡补半 | 养老钱这个月没打到折子上 | 医包报销
day_care: 老头子瘫床上要人翻身 | 老伴糊涂了认不得人白天想找个托的地方 | 自己住万一摔了没人知道 | 洗澡怕滑倒想有人在旁边 | 阿爷要人照顾日头冇人
day_care: 儿子不在家白天没人管我
day_care,volunteer: 儿女都在外地想有人隔三差五来看看我
clinic,disability: 胳膊抬不起来想做做理疗 | 耳朵背想找人看看
disability: 轮椅在哪可以借 | 参疾人康复 | 阿伯耳背想配助听器 | 阿爸行路唔方便想借架轮椅 | 老伴走路不利索要做复健
disability,repair: 助听器没声了
blood_pressure,clinic: 糖尿病想测个血糖 | 血糖仪家里没有能过来扎一下手指头吗 | 血压药吃了还是头重脚轻
blood_pressure: 头昏昏的想量一量高压 | 食药前想度下血压 | 两血压 | 量学糖 | 跳绳跳得心跳快想量血压 | 我妈血压高想搵地方度下
blood_pressure: 边度有得免费探血压 | 高压一百六低压一百怎么办
repair: 菜刀钝了找磨刀的 | 电风扇不转了有人会修吗 | 裤脚长了想改短 | 把遮烂咗 | 想整部单车 | 高压锅密封圈老化了哪里配
repair: 老花眼穿不上针想把裤腰收一收 | 煲呔坏咗唔着火 有冇得整 | 水壶把手掉了 | 鞋跟磨歪了 | 想搵师傅整返个雪柜 | 刀不快了想磨磨
repair: 风筒坏咗整返 | 补鞋整遮 | 收音机不响了 | 电饭煲不通电 | 衣服裤脚改一改
dancing: 跳操的队伍还收人不 | 想唱粤剧找个搭档 | 想跳广场舞 | 晚上想有个地方跳交际舞 | 想死你们了哪里可以聚会唱歌 | 年轻时唱过样板戏想再唱唱
dancing: 广昌舞
ball_games: 打门球的场子 | 想打乒乓波 | 羽毛秋 | 边度有得打羽毛球 | 打羽毛球嘅场
walking: 早起打太极的空地 | 想去行下山做下运动
handicraft: 退休了闲得慌想写毛笔字 | 书发班 | 社区里有没有教写大字的先生 | 写大字
reading: 看报纸的地方有老花镜吗 | 边度可以借书 | 想看看晚报 | 睇书嘅地方有冷气
certificate: 居住证明要给银行用 | 开正明 | 老年证
party_desk: 组织关系还在老单位想转过来 | 一辈子的老党员搬过来了在哪过组织生活 | 转党员关系 | 交党费
after_school: 娃四点就放了我六点才下班 | bb冇人凑 我要返工 | 托班费用四点半颗 | 双职工，娃幼儿园放学早 | 返学前后冇人睇住个细路
after_school: 孩子被同学家长叫去吃饭没人接 | 细路放学冇人睇
homework: 孩子数学跟不上 | 个仔啲功课唔识做 | 五年级应用题我也不懂 | 孩子语文老是考四十分 | 拼音不会教
children_holiday,after_school: 寒假两个月娃在家没人管 | 孙子放暑假我一个人看不过来 | 娃寒假没地方去
job: 刚辞职想找个活干 | 寻日先裁员 想搵嘢做 | 找公作 | 想搵个钟点做 | 揾工 | 想搵份工做下
training: 叉车证去哪考 | 想学点技术以后好找工作 | 叉车证 | 月嫂培训
shop_licence: 想摆个小吃店先要办什么 | 想开间铺头 | 营业直照 | 火锅店转让要办什么手续 | 开奶茶店要办什么
wages: 公司欠我两个月钱还没给 | 老板冇俾人工 | 包工头说年后再结账 | 老细炒咗我唔赔钱 | 劳动种裁 | 试用期没给工资就让我走
wages: 老板炒咗我仲爭我半个月人工 | 老细走佬唔出粮 | 老细拖粮三个月
legal_question: 签合同前想找懂行的看一眼 | 想问下律师先 唔使钱嗰种 | 客户打了白条现在不认 | lihunzixun
legal_question: 超市说我女儿偷东西要赔十倍 | 装修队收了钱人不见了 | 签了个合同看不懂
legal_aid: 打官司请不起人 | 法律原助
mediation: 楼上天天半夜拖椅子 | 隔壁把杂物堆我门口说不通 | 同邻居争车位嘈交 | 楼下打麻将吵死人 | 楼上阳台浇花水都淋我被子上
mediation: 楼上成晚开大电视嘈住晒 | 隔壁的狗一天到晚叫 | 楼下卡拉OK嘈到我瞓唔着 | 楼上啲人好嘈成晚唔瞓得 | 隔篱屋滴水落嚟
residence_permit,certificate,school_place: 刚来深圳要办什么证才能上学 | 租的房子要备案开个单子给孩子上学
rest,toilet: 送外卖的想上个厕所充个电
rest: 搵地方抖下 饮啖茶 | 跑滴滴跑到现在想眯一会 | 暴雨没带伞 | 天热屋里没空调想找个凉快地方 | 送餐送到腿软哪里能坐坐
rest: 攰啦想坐下饮啖水 | 边度可以冲凉换衫歇下脚 | 外卖小哥喝口水 | 手机没电了哪里能充
rest,clinic: 中暑了想吹会空调
family_planning: 怀了七周要去哪里登记 | 下个月预产期 | 大肚婆要做咩登记 | 肚子里宝宝三个月了要建册
vaccination,clinic,family_planning: 宝宝打疫苗登记
donate: 一堆小了的童装没人要 | 旧衫唔要 边度有回收箱 | 棉被棉袄堆着占地方还挺新的 | 搬家多出一张书桌 | 想捐啲旧书 | 旧衫捐去边
volunteer: 周末想做点有意义的事帮帮别人 | 志原者 | 志怨服务 | 闲着没事想给社区出份力 | 想做义工
hardship: 家里突然断了收入交不起房租 | 爸爸得了癌医药费还差十几万 | 家里失火啥都没了没钱吃饭 | 低保怎么申请
night_school: 夜里下班后还想学点东西 | 初中毕业想再读点书拿个文凭
talent_housing: 博士刚落户想申请公寓 | 刚拿到offer还没落脚处 | 人才公欲 | 海归博士怎么申请住的地方 | 刚毕业租不起房
lab: 想做个样品缺一台扫描电镜 | 毕设要测几个样的成分 | 材料的拉伸强度去哪测 | 找仪器做检测
startup: 有个项目想找孵化器 | 团队五个人想找个便宜的办公场地
first_aid: 心肺复苏怎么按 | AED在哪
counselling: 闷得很睡不好没人说话 | 成日谂埋啲唔开心嘅嘢 | xinlizixun | 想找人唠唠家常 | 心情低落什么都不想做 | 心里咨寻
counselling: 唔开心 想搵人倾偈 | 成日瞓唔着
day_care,disability: 阿公中咗风要人湊
school_place,residence_permit: 外省户口娃要上一年级
residence_permit: 办居住证要乜嘢 | 居主证 | juzhuzheng | BB想报户口
self_service: dayinfuyin | 要把营业额流水打出来 | 爸妈的工资卡身份正复印 | 影印身份证 | 流水打印
children_holiday,training,walking,after_school: 孩子想学防身术
certificate,social_insurance: 坐公交的老人卡在哪换 | 高龄津贴年审在哪盖章
counselling,clinic: 半夜起来三四回睡不实
day_care,clinic: 老太婆白内障看不清路想有人搀着去医院
repair,computer: 遥控器按半天电视没图像
walking,rest,day_care: 我们几个老伙计找个地方杀两盘
job,hardship,wages: 厂里倒闭了我这个月还欠着房贷
legal_question,legal_aid: 前夫不付孩子生活费
shop_licence,startup: 想盘下楼下那间奶茶铺
reading,training: 准备考注册会计师找个不吵的地方
night_school,training: 想学整蛋糕
certificate,residence_permit,self_service: 钱包不见了去哪开证明
disability,day_care: 老伴出院了要人帮着练走路
social_insurance,certificate,hardship: 八十岁了有没有高龄补贴
legal_question,certificate: 老房子要过户给儿子
children_holiday: 想让孩子周末认识些小朋友 | 放假想带细路去玩下
family_planning,clinic: 备孕半年没动静
startup,shop_licence,hardship: 想自己干点小买卖又没本钱
computer,night_school: 做PPT没思路想有人教
repair,clinic: 阿嬷嘅老花眼镜甩咗螺丝
first_aid,clinic: 手被菜刀划了个小口子要创可贴
training,night_school: 学整蛋糕考证
day_care,rest,walking: 下棋打牌的地方
legal_question,mediation: 房东不退押金
"""
GRAVE = """
老公喝了酒又动手我不敢回家
爷爷胸口压得疼出冷汗
把药都吞了
刚按客服说的把验证码给了他
个仔唔见咗成个钟
我妈一个人出去到现在联系不上人也没回来
他拿菜刀追着我砍
手脚发麻半边身子动不了
刚才点链接卡里钱没了
爷爷躺在地上叫不醒
有个男的一直跟着我到楼下
网友叫我转账说是投资现在取不出来
被家里打得不敢回去
不想活了
"""


def lines():
    """Yield what is typed, and the needs of which the first one has to be one."""
    for line in LINES.split("\n"):
        needs, _, typed = line.partition(": ")
        for each in typed.split(" | ") if typed else ():
            yield each, needs.split(",")


def grave():
    """Return lines that call for help at once."""
    return GRAVE.split("\n")[1:-1]
