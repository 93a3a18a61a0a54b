-- proxylint in Neovim, 0.7 and newer: the server starts with the first file that it can read.
local filetypes = {
	'python', 'javascript', 'javascriptreact', 'typescript', 'typescriptreact', 'html', 'vue', 'svelte', 'markdown',
	'c', 'cpp', 'zig', 'erlang',
}
local marks = { 'proxylint.toml', '.proxylint.toml', 'pyproject.toml', 'pyscript.toml', 'package.json', '.git' }
local clients = {}

local function root_of(buffer)
	local folder = vim.fn.fnamemodify(vim.api.nvim_buf_get_name(buffer), ':p:h')
	for _, mark in ipairs(marks) do
		local found = vim.fn.findfile(mark, folder .. ';')
		if found == '' then found = vim.fn.finddir(mark, folder .. ';') end
		if found ~= '' then return vim.fn.fnamemodify(found, ':p:h'):gsub('/%.git$', '') end
	end
	return folder
end

vim.api.nvim_create_autocmd('FileType', {
	pattern = filetypes,
	callback = function(event)
		local root = root_of(event.buf)
		clients[root] = clients[root]
			or vim.lsp.start_client({ name = 'proxylint', cmd = { 'proxylint', 'lsp' }, root_dir = root })
		if clients[root] then vim.lsp.buf_attach_client(event.buf, clients[root]) end
	end,
})
