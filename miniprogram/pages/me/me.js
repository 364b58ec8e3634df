// 我的: who I am here, and what is kept about me.
Page({ data: { name: '微信用户', note: '' } })
