" Findings in the quickfix list: `:compiler mailint`, then `:make %`.
" Copy to ~/.vim/compiler/ (Neovim: ~/.config/nvim/compiler/). Vim counts columns in bytes of UTF-8.
if exists('current_compiler')
  finish
endif
let current_compiler = 'mailint'

CompilerSet makeprg=mailint\ check\ --format\ text\ --column-unit\ byte
CompilerSet errorformat=%f:%l:%c:\ %trror:\ %m,%f:%l:%c:\ %tarning:\ %m,%f:%l:%c:\ %tnfo:\ %m,%f:\ %trror:\ %m,%-G%.%#
