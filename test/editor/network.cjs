// Loaded into every Node process of the editor: writes down who it connects to, one line each.
const { appendFileSync } = require('node:fs')
const dns = require('node:dns')
const { syncBuiltinESMExports } = require('node:module')
const net = require('node:net')

const log = process.env.SPECWARD_NETWORK_LOG
const note = (what) => log && appendFileSync(log, `${what} by ${process.argv.slice(1).join(' ')}\n`)

const { connect } = net.Socket.prototype
net.Socket.prototype.connect = function (...args) {
  const [first] = Array.isArray(args[0]) ? args[0] : args
  const options = typeof first === 'object' && first !== null ? first : {}
  const isPipe = options.path !== undefined || (typeof first === 'string' && Number.isNaN(Number(first)))
  if (!isPipe) note(`connect ${options.host ?? args[1] ?? 'localhost'}:${options.port ?? first}`)
  return connect.apply(this, args)
}

const { lookup } = dns
dns.lookup = function (host, ...rest) {
  note(`lookup ${host}`)
  return lookup.call(this, host, ...rest)
}
syncBuiltinESMExports()
