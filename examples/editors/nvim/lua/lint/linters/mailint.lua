-- nvim-lint: copy to ~/.config/nvim/lua/lint/linters/, then
--   require('lint').linters_by_ft = { text = { 'mailint' }, mail = { 'mailint' } }
-- Neovim counts columns in bytes of UTF-8 from 0, and ends are exclusive.
local severity = vim.diagnostic.severity
local severities = { error = severity.ERROR, warning = severity.WARN, info = severity.INFO }

return {
  cmd = 'mailint',
  stdin = true,
  args = {
    'check', '--format', 'json', '--exit-zero', '--stdin-filename',
    function() return vim.api.nvim_buf_get_name(0) end,
    '-',
  },
  stream = 'stdout',
  parser = function(output)
    local decoded, report = pcall(vim.json.decode, output)
    if not decoded then return {} end
    local diagnostics = {}
    for _, finding in ipairs(report.files[1].findings) do
      local from, to = finding.span.start, finding.span['end']
      table.insert(diagnostics, {
        lnum = from.line - 1,
        col = from.utf8 - 1,
        end_lnum = to.line - 1,
        end_col = to.utf8 - 1,
        severity = severities[finding.severity],
        source = 'mailint',
        code = finding.rule,
        message = finding.message .. '\n' .. finding.help,
      })
    end
    return diagnostics
  end,
}
