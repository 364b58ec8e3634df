// The columns of <picker mode="region"> in browsers: the districts of the city, as the page was given them.
const [province, city, districts] = JSON.parse(document.documentElement.dataset.regions)
export const REGIONS = [[province], [city], districts]
