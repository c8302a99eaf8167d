// Numbers as people read them.

/** Two digits that count, or all before the point. */
export function figures(value) {
  if (!Number.isFinite(value)) return '–'
  if (value === 0) return '0'
  const digits = Math.max(0, 1 - Math.floor(Math.log10(Math.abs(value))))
  return value.toFixed(Math.min(6, digits)).replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ' ')
}

/** @param {number} milliseconds */
export function time(milliseconds) {
  if (!Number.isFinite(milliseconds)) return '–'
  if (milliseconds < 0.1) return `${figures(milliseconds * 1000)} µs`
  if (milliseconds < 1000) return `${figures(milliseconds)} ms`
  return milliseconds < 120_000
    ? `${(milliseconds / 1000).toFixed(milliseconds < 9950 ? 1 : 0)} s`
    : `${figures(milliseconds / 60_000)} min`
}

/** @param {number} megabytes */
export function memory(megabytes) {
  if (!Number.isFinite(megabytes)) return '–'
  return megabytes < 1000 ? `${figures(megabytes)} MB` : `${(megabytes / 1000).toFixed(1)} GB`
}

/** @param {number} bytes */
export function size(bytes) {
  if (bytes < 1e6) return `${figures(bytes / 1e3)} KB`
  return `${figures(bytes / 1e6)} MB`
}

/** @param {number} value */
export function times(value) {
  return Number.isFinite(value) ? `${figures(value)} ×` : '–'
}
