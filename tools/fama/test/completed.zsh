#!/usr/bin/zsh -f
# SPDX-License-Identifier: GPL-2.0-only
# completed.zsh DIR LINE...: what an interactive zsh makes of each line when Tab is pressed behind
# it.  The file _fama is in DIR.

zmodload zsh/zpty
dir=$1
shift

zpty shell "PS1= zsh -f -i"
said() {	# until a line that ends in this
	local got
	while zpty -r shell got "*$1"; do
		print -r -- "${got%$1}"
		return
	done
}
tell() {
	zpty -w shell "$1"
}
tell "fpath=(${(q)dir} \$fpath); autoload -U compinit; compinit -u -D; LISTMAX=1000"
tell 'unsetopt zle_bracketed_paste list_beep; unset zle_bracketed_paste'
tell 'show() { print; print -r -- "<$BUFFER>"; BUFFER=; zle reset-prompt; }; zle -N show; bindkey "^X" show'
tell 'print re""ady'
said 'ready' >/dev/null
for line; do
	zpty -n -w shell "$line"$'\t\x18'
	got=$(said '>')
	print -r -- "${got##*<}"
done
zpty -d shell
