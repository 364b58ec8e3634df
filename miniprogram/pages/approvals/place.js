// Where the shop is: the phone's position if it may be asked, else the middle of what the map shows.
const MIDDLE = { lng: 113.94493, lat: 22.7415, datum: 'gcj02' }

/** The place the phone is at, in GCJ-02; `exact` is false where it would not say. */
function here() {
  return new Promise((found) => wx.getLocation({
    type: 'gcj02',
    success: ({ longitude, latitude }) => found({ place: { lng: longitude, lat: latitude, datum: 'gcj02' }, exact: true }),
    fail: () => found({ place: MIDDLE, exact: false }),
  }))
}

module.exports = { here, MIDDLE }
