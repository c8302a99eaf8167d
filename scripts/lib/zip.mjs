import { crc32, deflateRawSync } from 'node:zlib'

/** The first day that the format can write: archives of the same files are the same to the byte. */
const DATE = (1 << 5) | 1
const UTF8 = 1 << 11
const DEFLATE = 8
const VERSION = 20

/**
 * A zip archive (PKWARE APPNOTE 6.3.3), without ZIP64: up to 65,535 files and 4 GB.
 * @param {ReadonlyMap<string, Buffer>} files contents by path with `/`; they stand in the order of the map
 * @returns {Buffer}
 */
export function zip(files) {
  const parts = []
  const directory = []
  let offset = 0
  for (const [path, content] of files) {
    const name = Buffer.from(path)
    const packed = deflateRawSync(content, { level: 9 })
    const about = description(content, packed, name)
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), about, name, packed])
    directory.push(entry(about, offset, name))
    parts.push(local)
    offset += local.length
  }
  const list = Buffer.concat(directory)
  return Buffer.concat([...parts, list, end(files.size, list.length, offset)])
}

/** What is said of a file both before it and in the directory. */
function description(content, packed, name) {
  const bytes = Buffer.alloc(26)
  bytes.writeUInt16LE(VERSION, 0)
  bytes.writeUInt16LE(UTF8, 2)
  bytes.writeUInt16LE(DEFLATE, 4)
  bytes.writeUInt16LE(DATE, 8)
  bytes.writeUInt32LE(crc32(content), 10)
  bytes.writeUInt32LE(packed.length, 14)
  bytes.writeUInt32LE(content.length, 18)
  bytes.writeUInt16LE(name.length, 22)
  return bytes
}

function entry(about, offset, name) {
  const head = Buffer.from('PK\x01\x02\x14\x00', 'latin1')
  const rest = Buffer.alloc(14)
  rest.writeUInt32LE(offset, 10)
  return Buffer.concat([head, about, rest, name])
}

function end(count, size, offset) {
  const bytes = Buffer.alloc(22)
  bytes.write('PK\x05\x06', 'latin1')
  bytes.writeUInt16LE(count, 8)
  bytes.writeUInt16LE(count, 10)
  bytes.writeUInt32LE(size, 12)
  bytes.writeUInt32LE(offset, 16)
  return bytes
}
