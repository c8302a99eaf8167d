// Lines over two logarithmic axes, as an SVG that follows the reader's choice of light or dark.

const WIDTH = 780
const HEIGHT = 440
const AREA = { left: 78, right: 540, top: 64, bottom: 376 }
const LABEL_HEIGHT = 17

const STYLE = `
  svg { color-scheme: light dark; font: 13px system-ui, sans-serif; }
  .paper { fill: #ffffff } .title { font-size: 16px; font-weight: 600 }
  text { fill: #1f2328 } .dim { fill: #59636e; font-size: 12px }
  .grid { stroke: #d1d9e0; stroke-width: 1 }
  .line { fill: none; stroke-width: 2 }
  .s0 { --c: #59636e } .s1 { --c: #0550ae } .s2 { --c: #bc4c00 } .s3 { --c: #8250df }
  .line, .mark { stroke: var(--c) } .mark, text.name { fill: var(--c) } text.name { font-weight: 600 }
  @media (prefers-color-scheme: dark) {
    .paper { fill: #0d1117 } text { fill: #f0f6fc } .dim { fill: #9198a1 } .grid { stroke: #3d444d }
    .s0 { --c: #9198a1 } .s1 { --c: #58a6ff } .s2 { --c: #f0883e } .s3 { --c: #bc8cff }
  }`

/**
 * @typedef {{ x: number, y: number }} Point
 * @typedef {{ label: string, tell: (value: number) => string }} Axis
 *   `tell`: how a value is written beside the axis
 * @param {{ title: string, subtitle: string, x: Axis, y: Axis, series: { name: string, color: number, points: Point[] }[] }} plot
 *   `color`: 0 is gray, then blue, orange, violet
 * @returns {string}
 */
export function logPlot({ title, subtitle, x, y, series }) {
  const drawn = series.filter(({ points }) => points.length > 0)
  const points = drawn.flatMap((each) => each.points)
  const across = scale(
    points.map((point) => point.x),
    AREA.left,
    AREA.right,
  )
  const up = scale(
    points.map((point) => point.y),
    AREA.bottom,
    AREA.top,
  )
  const ends = spread(drawn.map((each) => up.at(each.points.at(-1).y)))
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="t d">`,
    `<title id="t">${escaped(title)}</title><desc id="d">${escaped(described(drawn, x, y))}</desc>`,
    `<style>${STYLE}</style>`,
    `<rect class="paper" width="${WIDTH}" height="${HEIGHT}"/>`,
    `<text class="title" x="20" y="26">${escaped(title)}</text>`,
    `<text class="dim" x="20" y="46">${escaped(subtitle)}</text>`,
    ...up.ticks.flatMap((value) => [
      `<line class="grid" x1="${AREA.left}" x2="${AREA.right}" y1="${up.at(value)}" y2="${up.at(value)}"/>`,
      `<text class="dim" x="${AREA.left - 8}" y="${up.at(value) + 4}" text-anchor="end">${escaped(round(y.tell(value)))}</text>`,
    ]),
    ...across.ticks.flatMap((value) => [
      `<line class="grid" x1="${across.at(value)}" x2="${across.at(value)}" y1="${AREA.top}" y2="${AREA.bottom}"/>`,
      `<text class="dim" x="${across.at(value)}" y="${AREA.bottom + 20}" text-anchor="middle">${escaped(round(x.tell(value)))}</text>`,
    ]),
    `<text class="dim" x="${(AREA.left + AREA.right) / 2}" y="${HEIGHT - 16}" text-anchor="middle">${escaped(x.label)}</text>`,
    ...drawn.map((each, index) => lineOf(each, ends[index], across, up)),
    '</svg>\n',
  ].join('\n')
}

function lineOf({ name, color, points }, end, across, up) {
  const places = points.map((point) => [across.at(point.x), up.at(point.y)])
  const [lastX, lastY] = places.at(-1)
  const marks = places.map(([left, top]) => `<circle class="mark" cx="${left}" cy="${top}" r="3"/>`).join('')
  return [
    `<g class="s${color}">`,
    `<polyline class="line" points="${places.map((place) => place.join(',')).join(' ')}"/>${marks}`,
    `<polyline class="line" opacity="0.4" points="${lastX},${lastY} ${AREA.right + 8},${end}"/>`,
    `<text class="name" x="${AREA.right + 12}" y="${end + 4}">${escaped(name)}</text>`,
    '</g>',
  ].join('')
}

/** Values to places, from the power of ten, or three times that, below the least to the one above the most. */
function scale(values, from, to) {
  const steps = []
  for (let power = -6; power <= 12; power += 1) steps.push(10 ** power, 3 * 10 ** power)
  const least = steps.findLast((step) => step <= Math.min(...values)) ?? steps[0]
  const most = steps.find((step) => step >= Math.max(...values) && step > least) ?? steps.at(-1)
  const share = (value) => Math.log(value / least) / Math.log(most / least)
  const at = (value) => Math.round((from + share(value) * (to - from)) * 10) / 10
  const all = steps.filter((step) => step >= least && step <= most)
  // with many decades, the powers of ten alone
  const ticks = all.length > 9 ? all.filter((step) => Number.isInteger(Math.log10(step))) : all
  return { at, ticks }
}

/** Moves labels apart that would stand in each other, keeping their order. */
function spread(places) {
  const order = places.map((place, index) => ({ place, index })).toSorted((a, b) => a.place - b.place)
  for (const [rank, each] of order.entries()) {
    const above = order[rank - 1]
    if (above) each.place = Math.max(each.place, above.place + LABEL_HEIGHT)
  }
  const over = Math.max(0, (order.at(-1)?.place ?? 0) - AREA.bottom)
  const moved = []
  for (const { place, index } of order) moved[index] = place - over
  return moved
}

/** The same for those who do not see it. */
function described(series, x, y) {
  return series
    .map(({ name, points }) => {
      const told = points.map((point) => `${y.tell(point.y)} at ${x.tell(point.x)}`)
      return `${name}: ${told.join(', ')}.`
    })
    .join(' ')
}

/** `3.0 MB` is exact beside an axis. */
function round(told) {
  return told.replace(/\.0(?= |$)/, '')
}

function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
