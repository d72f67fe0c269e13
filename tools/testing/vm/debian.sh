# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# Packages of any release of Debian, for recipes that source this file. They come
# from where the host's own come; the host's lists and packages stay as they are.
#   debian SUITE ARCH     what the functions below are about: bookworm, trixie, or
#                         their -backports
#   names PATTERN         the packages with such names
#   field NAME PACKAGE    one field of the version that apt would install
#   get PACKAGE...        download these into the working directory
#   get_all PACKAGE...    with everything that they need on an empty system

debian() {
	apt=${FAMA_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/fama}/apt/${1%-backports}-$2
	options=(-c "$apt/conf")
	case $1 in *-backports) options+=(-t "$1") ;; esac
	[ -e "$apt/complete" ] || update "${1%-backports}" "$2"
}

# origin PATTERN: where the host's apt has the suite of that name from
origin() {
	apt-get indextargets --format "\$(REPO_URI) \$(RELEASE)" 'Created-By: Packages' |
		awk -v suite="$1" '$2 ~ suite { print $1; exit }'
}

# update [RELEASE ARCH]: read the lists, those of the last time unless told otherwise
update() {
	local key=/usr/share/keyrings/debian-archive-keyring.gpg codename mirror security
	mkdir -p "$apt"/{lists,archives}/partial
	(
		flock 8
		if [ $# = 2 ]; then
			[ ! -e "$apt/complete" ] || exit 0
			codename=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)
			mirror=$(origin "^$codename\$")
			security=$(origin "^$codename-security\$")
			{
				echo "deb [signed-by=$key] $mirror $1 main"
				echo "deb [signed-by=$key] $mirror $1-backports main"
				[ -z "$security" ] ||
					echo "deb [signed-by=$key] $security $1-security main"
			} >"$apt/sources.list"
			cat >"$apt/conf" <<-EOF
				Dir::Etc::sourcelist "$apt/sources.list";
				Dir::Etc::sourceparts "/dev/null";
				Dir::State::lists "$apt/lists";
				Dir::State::status "$apt/status";
				Dir::State::extended_states "$apt/extended_states";
				Dir::Cache "$apt";
				APT::Architecture "$2";
				APT::Architectures { "$2"; };
				APT::Install-Recommends "false";
				APT::Sandbox::User "root";
				Acquire::Languages "none";
			EOF
			: >"$apt/status"
		fi
		# A mirror may be about to change one of the lists: the others do.
		apt-get -qq "${options[@]}" update >&2 || [ -n "$(names 'linux-headers-.*')" ]
		: >"$apt/complete"
	) 8>"$apt/lock"
}

names() {
	apt-cache "${options[@]}" pkgnames | grep -xE "$1" || true
}

field() {
	apt-cache "${options[@]}" show --no-all-versions "$2" | sed -n "s/^$1: //p"
}

# Packages come and go in the archive: old lists name files that are gone.
fresh() {
	"$@" || { update && "$@"; }
}

get() {
	fresh apt-get -q "${options[@]}" download "$@" >&2
}

get_all() {
	mkdir -p partial
	fresh apt-get -q -y "${options[@]}" -o Dir::Cache::archives="$PWD" -o Debug::NoLocking=1 \
		install --download-only "$@" >&2
	rmdir partial
}
