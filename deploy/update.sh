#!/usr/bin/env bash
# Bring another version onto this machine: update.sh [--now] [--dry-run] PACKAGE.deb
#
# Backs the ledger up, begins only when no shift starts or ends within 30 minutes (--now does not ask), installs, and
# waits until every service is ready again, and goes back to the version before where one is not.
# Ends with 0 updated, 3 not now, 4 went back, 1 anything else.
set -euo pipefail

readonly KEPT=/var/cache/clockpost-packages QUIET_MIN=30
: "${HEALTHY_WITHIN_S:=180}" "${LOOK_EVERY_S:=2}"
package="" now="" dry=""

fail() {
    echo "update.sh: $1" >&2
    exit "${2:-1}"
}

run() {
    if [ -n "$dry" ]; then echo "would: $*"; else echo "+ $*"; "$@"; fi
}

arguments() {
    while [ $# -gt 0 ]; do
        case "$1" in
            --now) now=yes; shift ;;
            --dry-run) dry=yes; shift ;;
            -h | --help) sed -n '2,6s/^# \{0,1\}//p' "$0"; exit 0 ;;
            -*) fail "$1 is no option of this script: see --help" ;;
            *) package=$1; shift ;;
        esac
    done
    [ -n "$package" ] || fail "name the package to install: update.sh PACKAGE.deb"
    [ -r "$package" ] || fail "$package: no such file, or it cannot be read"
    package=$(realpath "$package")
    [ -n "$dry" ] || [ "$(id -u)" = 0 ] || fail "as root, please: sudo $0 $package"
}

versions() {
    present=$(dpkg-query -W -f '${Version}' clockpost 2> /dev/null) || fail "clockpost is not installed: use install.sh"
    offered=$(dpkg-deb -f "$package" Version)
    architecture=$(dpkg --print-architecture)
    before=$KEPT/clockpost_${present}_$architecture.deb
    if [ "$present" = "$offered" ]; then
        echo "Version $offered is installed already."
        exit 0
    fi
    [ -r "$before" ] || fail "no way back: $before is missing. Put the package of version $present there first."
}

# One update at a time, and none beside an installation.
alone() {
    exec 9> /run/lock/clockpost-update
    flock -n 9 || fail "another update is running" 3
}

between_shifts() {
    [ -z "$now" ] && [ -e /etc/clockpost/clockpost.toml ] || return 0
    local said status=0
    said=$(clockpost between-shifts --minutes "$QUIET_MIN" 2>&1) || status=$?
    case "$status" in
        0) ;;
        3) fail "not now: $said" 3 ;;
        *) fail "it is not known when shifts change: $said (update.sh --now does not ask)" 3 ;;
    esac
}

back_up() {
    [ -e /etc/clockpost/clockpost.toml ] || return 0
    run clockpost backup || fail "no backup could be made, and nothing was changed"
}

active() {
    systemctl list-units --plain --no-legend --state=active,activating --type=service 'clockpost-*' \
        | awk '{ print $1 }' | grep -v '^clockpost-backup' || true
}

# What the doctor thinks; 0 where it has nobody to look at. A link that was down before the update proves nothing.
doctor() {
    local status=0
    [ -e /etc/clockpost/clockpost.toml ] || { echo 0; return 0; }
    clockpost doctor > /dev/null 2>&1 || status=$?
    echo "$status"
}

replace() {
    DEBIAN_FRONTEND=noninteractive run apt-get install -y --allow-downgrades --no-install-recommends \
        -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold "$1"
}

# is_well UNITS DOCTOR: every unit that ran before is ready again, and the doctor thinks no worse than before.
is_well() {
    local unit give_up=$((SECONDS + HEALTHY_WITHIN_S))
    for unit in $1; do
        # Type=notify: active means that it opened the ledger and, on the wall, drew its first frame.
        until [ "$(systemctl is-active "$unit")" = active ]; do
            [ $SECONDS -lt $give_up ] || { echo "$unit is not ready after $HEALTHY_WITHIN_S s" >&2; return 1; }
            sleep "$LOOK_EVERY_S"
        done
    done
    [ "$(doctor)" -le "$2" ] || { echo "clockpost doctor finds more than before" >&2; return 1; }
}

go_back() {
    echo "Going back to version $present." >&2
    replace "$before" || fail "version $present could not be installed again: apt-get install $before"
    is_well "$1" "$2" || fail "version $present is installed again and not well either: see clockpost doctor"
    fail "version $offered did not become healthy; $present runs again" 4
}

arguments "$@"
versions
alone
between_shifts
back_up
units=$(active | xargs)
thought=$(doctor)
replace "$package" || { [ -n "$dry" ] || go_back "$units" "$thought"; }
[ -z "$dry" ] || exit 0
is_well "$units" "$thought" || go_back "$units" "$thought"
install -D -m 644 "$package" "$KEPT/clockpost_${offered}_$architecture.deb"
find "$KEPT" -name 'clockpost_*.deb' ! -name "clockpost_${offered}_*" ! -name "clockpost_${present}_*" -delete
echo "Version $offered runs."
