import { execFile, spawnSync } from 'node:child_process'
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { project } from '../project.ts'
import { shop } from './folder.ts'

const page = fileURLToPath(new URL('../../docs/editors/neovim.md', import.meta.url))
const bin = fileURLToPath(new URL('../../packages/cli/bin/specward.js', import.meta.url))

const isThere = spawnSync('nvim', ['--version']).status === 0

/** What somebody does in Neovim: it writes a line for each thing that is seen. */
const SCRIPT = `
local function say(...) io.stdout:write(table.concat({ ... }, ' ') .. '\\n') end
local function wait(what, holds)
  if not vim.wait(30000, holds, 50) then say('never:', what) end
end
local function found(name)
  local codes = {}
  for _, each in ipairs(vim.diagnostic.get()) do
    if vim.endswith(vim.api.nvim_buf_get_name(each.bufnr), name) then table.insert(codes, each.code .. ':' .. each.lnum) end
  end
  table.sort(codes)
  return table.concat(codes, ' ')
end
vim.cmd.edit('openapi.yaml')
wait('findings', function() return found('orders.yaml') ~= '' and found('openapi.yaml') ~= '' end)
say('open:', found('openapi.yaml'))
say('not open:', found('paths/orders.yaml'))
local client = vim.lsp.get_clients({ bufnr = 0 })[1]
vim.api.nvim_win_set_cursor(0, { 18, 5 })
local hover = client.request_sync('textDocument/hover', vim.lsp.util.make_position_params(0, client.offset_encoding), 20000, 0)
say('hover:', vim.split(hover.result.contents.value, '\\n')[1])
vim.cmd.edit('specward.yaml')
vim.api.nvim_buf_set_lines(0, 2, 2, false, { '  no-api-key-in-query: off' })
wait('another policy', function() return not found('openapi.yaml'):match('api%-key') end)
say('other policy:', found('openapi.yaml'))
vim.cmd.undo()
vim.cmd.buffer('openapi.yaml')
wait('the policy as it was', function() return found('openapi.yaml'):match('api%-key') ~= nil end)
vim.api.nvim_win_set_cursor(0, { 7, 12 })
vim.lsp.buf.code_action({ apply = true, filter = function(action) return action.title:match('^Use') ~= nil end })
wait('a fix', function() return vim.bo.modified end)
say('fixed:', vim.api.nvim_buf_get_lines(0, 6, 7, false)[1])
wait('what is left', function() return not found('openapi.yaml'):match('plaintext') end)
say('left:', found('openapi.yaml'))
vim.cmd.undo()
wait('findings again', function() return found('openapi.yaml'):match('plaintext') ~= nil end)
vim.cmd('silent write')
say('saved:', vim.fn.readfile('openapi.yaml')[7])
vim.api.nvim_win_set_cursor(0, { 12, 12 })
vim.lsp.buf.definition()
wait('a definition', function() return vim.fn.expand('%:t') == 'orders.yaml' end)
say('definition:', vim.fn.expand('%:t'))
vim.cmd('qall!')
`

it.skipIf(!isThere)('Neovim shows and fixes findings as its page says (skipped without `nvim`)', async () => {
  const blocks = (await readFile(page, 'utf8')).matchAll(/^```lua title="init.lua"\n([\s\S]*?)^```/gm)
  const folder = await project(await shop())
  const tools = join(folder, '.git/tools')
  await mkdir(tools)
  await writeFile(join(tools, 'init.lua'), [...blocks].map(([, code]) => code).join('\n'))
  await writeFile(join(tools, 'script.lua'), SCRIPT)
  await writeFile(join(tools, 'specward'), `#!/bin/sh\nexec '${process.execPath}' '${bin}' "$@"\n`)
  await chmod(join(tools, 'specward'), 0o755)
  const home = { HOME: tools, XDG_STATE_HOME: tools, XDG_CACHE_HOME: tools, XDG_DATA_HOME: tools }
  const env = { ...process.env, ...home, PATH: `${tools}${delimiter}${process.env.PATH}` }
  const args = [
    '--headless',
    '-n',
    '-u',
    join(tools, 'init.lua'),
    '-c',
    `luafile ${join(tools, 'script.lua')}`,
  ]
  const running = promisify(execFile)('nvim', args, { cwd: folder, env })
  running.child.stdin?.end()
  const { stdout } = await running
  expect(stdout.trim().split('\n')).toEqual([
    'open: no-api-key-in-query:41 no-cleartext-credentials:6 no-plaintext-server:6',
    'not open: no-anonymous-write:18 require-pagination:0',
    'hover: **`GET /status`**',
    'other policy: no-cleartext-credentials:6 no-plaintext-server:6',
    'fixed:   - url: https://eu.shop.example/v1',
    'left: no-api-key-in-query:41',
    'saved:   - url: https://eu.shop.example/v1',
    'definition: orders.yaml',
  ])
})
