// Places on a plain schematic (示意图), GCJ-02. Properties: latitude, longitude, scale, markers
// [{ id: number, latitude, longitude, title }], polygons, includePoints, pickable, label, note.
// Events: pick { latitude, longitude } (when pickable), marker { id }.
Component({
  properties: {
    latitude: Number, longitude: Number, scale: { type: Number, value: 16 }, markers: Array, polygons: Array,
    includePoints: Array, pickable: Boolean, label: { type: String, value: '位置' }, note: { type: null, value: '' },
  },
  data: { shown: [] },
  observers: {
    markers(markers) {
      const dressed = (marker) => Object.assign({ width: 28, height: 36, label: { content: marker.title || '', fontSize: 13, bgColor: '#ffffff', padding: 3, color: '#1a1a1a' } }, marker)
      this.setData({ shown: (markers || []).map(dressed) })
    },
  },
  methods: {
    pick(event) {
      const { latitude, longitude } = event.detail
      if (this.data.pickable && latitude) this.triggerEvent('pick', { latitude: Number(latitude.toFixed(6)), longitude: Number(longitude.toFixed(6)) })
    },
    press(event) { this.triggerEvent('marker', { id: event.detail.markerId }) },
  },
})
