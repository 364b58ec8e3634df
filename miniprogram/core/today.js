// What the first page shows of today. A service adds a source: where to ask, and how to say a row.
// { path, query(), row(item) -> { key, title, note, url } }
module.exports = []
