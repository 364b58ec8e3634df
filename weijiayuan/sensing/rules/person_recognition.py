"""Words of a device, a class or a rule that say it recognises, records or rates people.

This product does none of that (人脸识别技术应用安全管理办法; 个人信息保护法 26, 28), however it is
spelt. What is denied ("不采集人脸") is no such word.
"""

import re
import unicodedata

from weijiayuan.danger.text_normalization import simplified

FACES = (
    "人脸|面部|面相|认脸|识脸|面容|面孔|正脸|脸部|侧脸|刷脸|扫脸|拍脸|人像(?!馆)|抓拍|抓取.{0,4}[脸人]|虹膜|声纹|指纹|掌纹|掌静脉|步态|体态识别"
    "|人形(?:追踪|跟踪|识别)|人体(?:追踪|跟踪|识别)|行人(?:追踪|跟踪|识别|重识别|画像)|情绪|表情识别|微表情"
)
CARS = "车牌(?![坊楼村路街])|号牌(?!坊)|车辆识别"
WHO = (
    "身份识别|身份核验|人员(?:识别|轨迹|追踪)|重点人员|在逃|追逃|逃犯|比对名单|黑名单|画像"
    "|(?:行人|人员|住户|居民|员工|租户|路人).{0,6}(?:评分|打分|信用)|客流属性|年龄.{0,4}性别|性别.{0,4}年龄"
    "|(?:识别|分析|统计).{0,4}(?:年龄|性别|民族|户籍)"
)
HABITS = (
    "考勤|打卡(?![点地处墙])|上下班|到岗|离岗|脱岗|几点(?:回家|出门|下班|到家)|回家时间|作息|谁.{0,4}(?:回来|进出|出入|出门)"
    "|(?:出入|进出|回家|出门).{0,2}(?:时间|规律|记录|频次|习惯)"
    "|(?:记录|统计|监视|盯).{0,6}(?:进出|出入|行踪|动向)"
)
PEOPLE = (
    "陌生人|生面孔|访客|来人|来访者?|行人|路人|学生|学员|教师|员工|职工|工人|保安|住户|业主|租客|租户|居民|村民"
    "|信访|上访|乘客|顾客|病人|患者|嫌疑人|欠费[人户者]?|谁"
)
DEEDS = (
    "识别|辨认|认出|比对|追踪|跟踪|盯[住着防]|监控|监视|抓[拍取]|拍摄|拍下|曝光|公示|公布|评分|打分|画像"
    "|统计(?!.{0,6}(?:投诉|报修|意见|满意))|分析|记录|预警|报警"
)
OF_PEOPLE = (
    f"(?:{DEEDS})[^,;。的]{{0,6}}(?:{PEOPLE})(?!.{{0,3}}(?:安全|过街|通行|出行))"
    "|盯人|(?:拍下|抓拍|曝光|公示)[^,;。]{0,10}的人|的人[^,;。]{0,3}(?:曝光|公示|公布)"
    f"|(?:{PEOPLE})[^,;。的]{{0,4}}(?!报警|预警|记录|拍摄)(?:{DEEDS})"
)
"""Whoever it is and whatever is done: a device that does it to people knows them apart."""
CONDUCT = (
    "抬头率|专注度|注意力|离座|睡岗|玩手机|摸鱼|行为(?:分析|识别|画像)|人流属性|属性分析|眼动|视线追踪"
    "|情感"
)
PURPOSES = (
    "催缴|催收|追缴|讨债|追债|欠费|曝光|处罚取证|维稳|(?:公示|公布|张贴).{0,8}(?:名单|住户|业主|租户)"
    "|(?:名单|住户|业主|租户).{0,6}(?:公示|公布|张贴)"
)
SOUND = (
    "拾音|收音|录音(?![棚室间])|监听|窃听|语音(?!播报|提示|喊话)|声音采集|采集声音"
    "|谈话(?!室)|对话内容|麦克风"
)
PICTURES = (
    "录像(?![厅馆])|视频(?:流|留存|存储|保存|回放|直播)|录制"
    "|(?:保存|留存|储存|存储).{0,2}(?:画面|影像|图像|图片)"
)
PHONES = (
    "探针|侦码|嗅探|mac地址|mac数|手机(?:号|串号|标识|mac)|蓝牙地址|基站侦测|银行卡|支付账号|通讯录"
    "|(?<![a-z])imsi|imei"
)
GATHERINGS = (
    "上访|闹访|请愿|抗议|维权|游行|集会"
    "|(?:聚集|聚众|扎堆|群体)[^,;。的]{0,4}(?:监测|检测|感知|预警|报警|动态|识别)"
    "|人群(?:密度|计数|监测|检测|感知|分析|动态|聚集)|信访[^,;。的]{0,6}(?:监测|人员|人群|聚集|预警)"
)
"""Who gathers, and for what, is nobody's measurement (个人信息保护法 24, 55)."""
WHEREABOUTS = (
    "(?:卡|证件|手环|工牌|胸牌|胸卡|校徽|手表|腕表|人员|员工|工人|学生|老人|儿童|孩子|骑手)"
    "[^,;。的]{0,3}(?:定位|轨迹)|定位(?:手环|工牌|胸牌|胸卡|校徽|手表|腕表|卡)"
)
"""Where somebody is, by what they carry (个人信息保护法 28)."""
LATIN = (
    r"(?<![a-z])(?:faces?|faceid|facial|gait|(?:license|number)?plates?|lpr|anpr|alpr|re-?id|mac|imsi|imei|attendance|biometrics?"
    r"|audio|microphone|voice|emotion|renlian|chepai|people|persons?|pedestrians?|iris|eye|gaze|tracking"
    r"|gesicht[a-z]*|visages?|facia\w+|rostros?|reconoc\w+|reconnaiss\w+|volti|viso)(?![a-z])"
)
FOREIGN = r"[\u3040-\u30ff\u1100-\u11ff\uac00-\ud7af\u0400-\u04ff\u0590-\u06ff\u0900-\u0e7f]"
"""Scripts that no reader of a Chinese register reads: nothing is written in them there."""
RECOGNISED = re.compile(
    f"{FACES}|顔|{CARS}|{WHO}|{OF_PEOPLE}|{CONDUCT}|{PURPOSES}|{HABITS}|{SOUND}|{PICTURES}|{PHONES}"
    f"|{GATHERINGS}|{WHEREABOUTS}"
    f"|{LATIN}|{FOREIGN}"
)
CLAUSE = re.compile(r"[^,;:。！!?\n]+")
DENIED = re.compile(
    r"(?:不(?!仅|只|但|光|止|断|间|同)|无(?!线|人|感)|没有|未|禁止|严禁|不得|非(?!常)|关闭|停用)[^的并且而还]{0,16}$"
)
BETWEEN = re.compile(r"(?<=[^a-z0-9])\s+|\s+(?=[^a-z0-9])")


def recognises(*texts: str) -> str | None:
    """Return the word that says that people are recognised or recorded, None where none does.

    >>> recognises("人 臉 辨 識 盒"), recognises("不采集人脸，仅输出占用0/1")
    ('人脸', None)
    """
    for text in texts:
        plain = unicodedata.normalize("NFKC", text).casefold().translate(simplified())
        plain = BETWEEN.sub("", re.sub(r"[\u200b-\u200f\u2060·・_*]", "", plain))
        for clause in CLAUSE.findall(plain):
            for found in RECOGNISED.finditer(clause):
                if not DENIED.search(clause[: found.start()]):
                    return found.group()
    return None
