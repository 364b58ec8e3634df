// Where something is: the phone's position if it may be asked, else the middle of the district.
const MIDDLE = { lng: 113.94493, lat: 22.7415, datum: 'gcj02' }

/** The place the phone is at, in GCJ-02; `exact` is false where it would not say. */
function here() {
  return new Promise((found) => wx.getLocation({
    type: 'gcj02',
    success: ({ longitude, latitude }) => found({ place: { lng: longitude, lat: latitude, datum: 'gcj02' }, exact: true }),
    fail: () => found({ place: MIDDLE, exact: false }),
  }))
}

/** The full address of a picture that the server named. */
const picture = (path) => ((getApp() && getApp().globalData.base) || '') + path

/** A place to some 50 m, good enough to ask what lies near: never more than is needed. */
const step = (degrees) => Math.round(Math.round(degrees / 0.0005) * 5) / 10000
const rough = ({ lng, lat, datum }) => ({ lng: step(lng), lat: step(lat), datum })

module.exports = { here, picture, rough, MIDDLE }
