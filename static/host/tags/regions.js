// The columns of <picker mode="region"> in browsers: Shenzhen, where this service is used.
export const REGIONS = [
  ['广东省'],
  ['深圳市'],
  ['光明区', '宝安区', '龙华区', '南山区', '福田区', '罗湖区', '盐田区', '龙岗区', '坪山区', '大鹏新区'],
]
