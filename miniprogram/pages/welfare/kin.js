// Who is who in the family: the words to tap, and what everybody is called from then on.

const PEOPLE = [
  { text: '爱人', relation: 'spouse' },
  { text: '儿子', relation: 'child', sex: 'male' },
  { text: '女儿', relation: 'child', sex: 'female' },
  { text: '爸爸', relation: 'parent', sex: 'male' },
  { text: '妈妈', relation: 'parent', sex: 'female' },
  { text: '公公、岳父', relation: 'parent_in_law', sex: 'male' },
  { text: '婆婆、岳母', relation: 'parent_in_law', sex: 'female' },
  { text: '爷爷、外公', relation: 'grandparent', sex: 'male' },
  { text: '奶奶、外婆', relation: 'grandparent', sex: 'female' },
  { text: '孙子、外孙', relation: 'grandchild', sex: 'male' },
  { text: '孙女、外孙女', relation: 'grandchild', sex: 'female' },
  { text: '女婿', relation: 'child_in_law', sex: 'male' },
  { text: '儿媳', relation: 'child_in_law', sex: 'female' },
  { text: '兄弟', relation: 'sibling', sex: 'male' },
  { text: '姐妹', relation: 'sibling', sex: 'female' },
  { text: '其他亲属', relation: 'relative' },
  { text: '不是亲属', relation: 'other' },
]
const SHORT = { spouse: '爱人', child: '孩子', parent: '父母', parent_in_law: '公婆、岳父母', grandparent: '祖父母', grandchild: '孙辈', child_in_law: '儿媳、女婿', sibling: '兄弟姐妹', relative: '亲属', other: '一起住的人' }
const RANKS = '大二三四五六七八九'

// A day somebody knows; who skips it has said that it is not known, which is a word too.
const isDay = (born) => /^\d{4}-\d\d-\d\d$/.test(born || '')

/** Complete years from a date of birth to a day; null where no day is known. */
function age(born, today) {
  if (!isDay(born)) return null
  return Number(today.slice(0, 4)) - Number(born.slice(0, 4)) - (today.slice(5) < born.slice(5) ? 1 : 0)
}

function called({ relation, sex }) {
  const exact = PEOPLE.find((one) => one.relation === relation && one.sex && one.sex === sex)
  return exact ? exact.text : SHORT[relation] || ''
}

/** What everybody of `members` is called, in their order: 妈妈, 老二, 第2位家人（3岁）. */
function names(members, today) {
  const children = members.filter((one) => one.relation === 'child')
  const isDated = children.every(({ birth_date: born }) => isDay(born))
  const eldest = isDated ? children.slice().sort((a, b) => (a.birth_date < b.birth_date ? -1 : 1)) : children
  const plain = members.map((one, index) => {
    if (one.relation === 'child' && children.length > 1 && isDated) return '老' + RANKS[eldest.indexOf(one)]
    const years = age(one.birth_date, today)
    return called(one) || '第' + (index + 1) + '位家人' + (years === null ? '' : '（' + years + '岁）')
  })
  return plain.map((name, index) => {
    const before = plain.slice(0, index).filter((one) => one === name).length
    return plain.filter((one) => one === name).length > 1 ? name + '（第' + (before + 1) + '位）' : name
  })
}

module.exports = { PEOPLE, names }
