// Pages for people with a duty. `roles`: who sees the row; an empty list means everybody.
module.exports = []
