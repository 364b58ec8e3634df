// An amount. Properties: fen, upper (the other end of a range, fen), per (月, 年, 次…).
Component({ properties: { fen: { type: null, value: 0 }, upper: { type: null, value: null }, per: { type: null, value: '' } } })
