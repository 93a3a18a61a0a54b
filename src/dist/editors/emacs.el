;;; proxylint in Emacs: M-x eglot in a buffer of these modes starts the server.  -*- lexical-binding: t -*-

(require 'eglot)

(add-to-list 'eglot-server-programs
             '((python-mode js-mode js-ts-mode typescript-mode html-mode mhtml-mode c-mode c++-mode zig-mode erlang-mode)
               . ("proxylint" "lsp")))
