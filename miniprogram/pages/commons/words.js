// What residents call the states and kinds of talk in a community.
const TOPIC_KINDS = { fix: '要修要办', rule: '要立规矩', money: '要用钱', quarrel: '有争执' }
const TOPIC_STATES = { held: '等人看过', raised: '已提出', supported: '附议够了', to_meeting: '已排上会议', settled: '已议定', withdrawn: '已撤回' }
const MEETING_KINDS = { deliberation: '协商会', parlour: '八点钟会客厅', residents: '居民会议', delegates: '居民代表会议', owners: '业主大会' }
const MEETING_STATES = { noticed: '已通知', minuted: '记录待确认', confirmed: '记录已确认', published: '已公示', cancelled: '已取消' }
const OUTCOME_KINDS = { self: '我们自己办', property: '物业办', department: '请部门办', rule: '立规矩' }
const OUTCOME_STATES = { agreed: '已议定', doing: '在办', done: '办完了，等复查', checked: '已复查' }
const BALLOT_STATES = { scheduled: '还没开始', open: '正在表决', counting: '等开票', closed: '已开票', cancelled: '已取消' }
const SECRECY = { secret: '无记名：谁也看不到您投了什么', verifiable: '无记名，凭回执码可以核对自己的一票', named: '记名：计票人看得到谁投了什么' }
const CHOICES = { yes: '同意', no: '不同意', abstain: '弃权' }
const COVENANT_KINDS = { owners: '管理规约', residents: '居民公约', promise: '文明公约' }
const COVENANT_STATES = { draft: '草稿', signing: '正在签', filed: '已备案', returned: '街道退回修改', replaced: '已有新版' }
const BASES = { residents: '居民', households: '每户一位', delegates: '居民代表', owners: '业主' }
const SPACE_KINDS = { community: '社区', estate: '小区', village: '城中村', building: '楼栋', alliance: '联合' }

/** What an outcome says in a row: its kind, who, until when. */
const TONES = { agreed: 'plain', doing: 'plain', done: 'warn', checked: 'good' }
const outcome = (one, day) => Object.assign({}, one, {
  kindText: OUTCOME_KINDS[one.kind], stateText: one.overdue ? '过期未办完' : OUTCOME_STATES[one.state],
  tone: one.overdue ? 'bad' : TONES[one.state], due: day(one.due_on),
})

module.exports = { TOPIC_KINDS, TOPIC_STATES, MEETING_KINDS, MEETING_STATES, OUTCOME_KINDS, OUTCOME_STATES, BALLOT_STATES, SECRECY, CHOICES, COVENANT_KINDS, COVENANT_STATES, BASES, SPACE_KINDS, outcome }
