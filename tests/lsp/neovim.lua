-- In headless Neovim, with the settings that are shipped: a file is opened, its finding shows, a code action repairs it.
local file = vim.env.PROXYLINT_FILE
vim.cmd('filetype on')
vim.cmd('source ' .. vim.env.PROXYLINT_SETTINGS)
vim.cmd('edit ' .. file)

local function fail(what)
	io.stderr:write('neovim: ' .. what .. '\n')
	vim.cmd('cquit 1')
end

local function wait(what, test)
	if not vim.wait(20000, test, 20) then fail('no ' .. what) end
end

wait('finding', function() return #vim.diagnostic.get(0) == 1 end)
local found = vim.diagnostic.get(0)[1]
if found.code ~= 'callback/borrowed-escapes' and found.user_data.lsp.code ~= 'callback/borrowed-escapes' then
	fail('other finding: ' .. vim.inspect(found))
end
if found.lnum ~= 5 or found.severity ~= vim.diagnostic.severity.ERROR then fail('other place: ' .. vim.inspect(found)) end

vim.api.nvim_win_set_cursor(0, { 6, 0 })
local params = vim.lsp.util.make_range_params()
params.context = { diagnostics = {} }
for _, answer in pairs(vim.lsp.buf_request_sync(0, 'textDocument/codeAction', params, 20000) or {}) do
	for _, action in ipairs(answer.result or {}) do
		if action.edit and not action.title:match('^Ignore') then
			vim.lsp.util.apply_workspace_edit(action.edit, 'utf-16')
			break
		end
	end
end
wait('repair', function() return #vim.diagnostic.get(0) == 0 end)
if not table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n'):match('create_once_callable%(tick%)') then
	fail('the action changed something else')
end
vim.cmd('qall!')
