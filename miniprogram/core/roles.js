// What staff are called. `duties` are those of GET /me.
const NAMES = {
  organiser: '集市组织者', venue_keeper: '场地管理员', grid_worker: '网格员', secretary: '社区书记', dispatcher: '街道分拨员',
  department: '部门经办人', supervisor: '督办员', policy_officer: '政策专员', registrar: '登记人员', registrar_head: '登记负责人', auditor: '审计员', admin: '系统管理员',
  mediator: '人民调解员', duty_worker: '值班员', adviser: '法律顾问、社工', judge: '审判员', room_keeper: '确认室管理员',
  committee: '业委会（物管会）委员', property: '物业服务企业', street_filing: '街道备案人员',
}

/** The roles of these duties, each once. */
const rolesOf = (duties) => (duties || []).map((duty) => duty.role).filter((role, at, all) => all.indexOf(role) === at)

/** 网格员、社区书记 */
const named = (duties) => rolesOf(duties).map((role) => NAMES[role] || '工作人员').join('、')

module.exports = { rolesOf, named }
