;;; mailint.el --- Findings of mailint in Emacs -*- lexical-binding: t; -*-

;; `M-x mailint-check' lists the findings of a file (C-x ` goes from one to the next).
;; For findings while writing: (add-hook 'text-mode-hook #'mailint-flymake-setup)
;; Columns are characters: cells of the screen depend on how wide a font draws ① or …

;;; Code:

(require 'compile)
(require 'flymake)

(defgroup mailint nil "A linter for Japanese mail." :group 'tools)

(defcustom mailint-program "mailint" "The program." :type 'string)

(define-compilation-mode mailint-mode "mailint"
  "Findings of mailint."
  (setq-local compilation-error-screen-columns nil)
  ;; What is only to be considered is a stop, too.
  (setq-local compilation-skip-threshold 0)
  (setq-local compilation-error-regexp-alist
              '(("^\\(.+?\\):\\([0-9]+\\):\\([0-9]+\\): \\(?:error\\|\\(warning\\)\\|\\(info\\)\\): "
                 1 2 3 (4 . 5)))))

;;;###autoload
(defun mailint-check (file)
  "List what mailint finds in FILE or folder."
  (interactive (list (or buffer-file-name (read-file-name "Check: "))))
  (let ((coding-system-for-read 'utf-8))
    (compilation-start
     (mapconcat #'shell-quote-argument
                (list mailint-program "check" "--format" "text" "--column-unit" "char" file) " ")
     #'mailint-mode)))

(defvar-local mailint--process nil "The run for this buffer.")

(defconst mailint--line
  (concat "^.+?:\\([0-9]+\\):\\([0-9]+\\)-\\([0-9]+\\):\\([0-9]+\\): "
          "\\(error\\|warning\\|info\\): \\(.*\\)$"))

(defun mailint--position (line column)
  "The position of COLUMN, in characters from 1, on LINE."
  (save-excursion
    (goto-char (point-min))
    (forward-line (1- line))
    (min (point-max) (+ (point) (1- column)))))

(defun mailint--diagnostics (source output)
  "What flymake shows in the buffer SOURCE for the lines in the buffer OUTPUT."
  (let (diagnostics)
    (with-current-buffer output
      (goto-char (point-min))
      (while (re-search-forward mailint--line nil t)
        (let* ((numbers (mapcar (lambda (group) (string-to-number (match-string group))) '(1 2 3 4)))
               (type (cdr (assoc (match-string 5)
                                 '(("error" . :error) ("warning" . :warning) ("info" . :note)))))
               (message (match-string 6)))
          (with-current-buffer source
            (save-restriction
              (widen)
              (let ((from (mailint--position (nth 0 numbers) (nth 1 numbers)))
                    (to (mailint--position (nth 2 numbers) (nth 3 numbers))))
                ;; What is missing has no words; flymake needs one character.
                (when (= from to)
                  (if (< to (point-max)) (setq to (1+ to)) (setq from (max (point-min) (1- from)))))
                (push (flymake-make-diagnostic source from to type message) diagnostics)))))))
    (nreverse diagnostics)))

(defun mailint-flymake (report &rest _)
  "Flymake backend: calls REPORT with what mailint finds in the buffer."
  (when (process-live-p mailint--process)
    (kill-process mailint--process))
  (let ((source (current-buffer))
        (name (or buffer-file-name "draft.txt")))
    (save-restriction
      (widen)
      (setq mailint--process
            (make-process
             :name "mailint" :noquery t :connection-type 'pipe :coding 'utf-8-unix
             :buffer (generate-new-buffer " *mailint*")
             :command (list mailint-program "check" "--format" "text" "--column-unit" "char"
                            "--end-columns" "--stdin-filename" name "-")
             :sentinel
             (lambda (process _event)
               (when (memq (process-status process) '(exit signal))
                 (unwind-protect
                     (when (and (buffer-live-p source)
                                (eq process (buffer-local-value 'mailint--process source)))
                       (funcall report (mailint--diagnostics source (process-buffer process))))
                   (kill-buffer (process-buffer process)))))))
      (process-send-region mailint--process (point-min) (point-max))
      (process-send-eof mailint--process))))

;;;###autoload
(defun mailint-flymake-setup ()
  "Show findings in this buffer while it is written."
  (add-hook 'flymake-diagnostic-functions #'mailint-flymake nil t)
  (flymake-mode 1))

(provide 'mailint)
;;; mailint.el ends here
