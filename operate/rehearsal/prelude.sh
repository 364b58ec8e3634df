# What stands for the tools of a whole machine while the page is rehearsed. $MACHINES, $NAME, $ADDRESS are set.
set -eu
export PATH="$MACHINES/$NAME/usr/local/bin:$PATH"
here() { basename "$(grep -lx "$1" "$MACHINES"/*/address | xargs dirname)"; }
apt-get() { [ "$1" = update ] || for word in "$@"; do
    case $word in install | -*) ;; *) dpkg -s "$word" > /dev/null 2>&1 || { echo "rehearse: apt-get install $word" >&2; return 1; } ;; esac
done; }
adduser() { :; }
chown() { command chown "$@" 2> /dev/null || :; }
install() {
    case " $* " in *" -o "*) command install "$@" 2> /dev/null && return ;; *) command install "$@"; return ;; esac
    words=
    while [ $# -gt 0 ]; do case $1 in -o) shift ;; *) words="$words $1" ;; esac; shift; done
    command install $words
}
systemctl() { "$PYTHON" "$REHEARSAL/systemctl.py" "$MACHINES/$NAME" "$@"; }
ssh() {
    other=$(here "${1#*@}"); shift
    NAME=$other ADDRESS=$(cat "$MACHINES/$other/address") bash -c ". $REHEARSAL/prelude.sh; $(echo "$*" | sed "s#$MACHINES/$NAME/#$MACHINES/$other/#g")"
}
scp() {
    [ "$1" != -q ] || shift
    other=$(here "$(echo "$2" | sed 's/.*@//; s/:.*//')")
    cp -r "$1" "$(echo "${2#*:}" | sed "s#$MACHINES/$NAME/#$MACHINES/$other/#")"
}
