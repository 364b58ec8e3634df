// An amount. Properties: fen, upper (the other end of a range, fen), per (月, 年, 次…).
Component({ properties: { fen: Number, upper: { type: null, value: null }, per: String } })
