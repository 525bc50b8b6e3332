#!/usr/bin/env bash
# Take Clockpost off this machine: uninstall.sh [--purge-ledger] [--dry-run]
#
# Removes the program, its settings, sign-in secrets and what install.sh put beside others' settings. The ledger stays
# in /var/lib/clockpost with its keys: it is evidence of people's pay. --purge-ledger removes that as well, for good.
set -euo pipefail

ledger=keep dry=""

run() {
    if [ -n "$dry" ]; then echo "would: $*"; else echo "+ $*"; "$@"; fi
}

for word in "$@"; do
    case "$word" in
        --purge-ledger) ledger=purge ;;
        --dry-run) dry=yes ;;
        -h | --help) sed -n '2,5s/^# \{0,1\}//p' "$0"; exit 0 ;;
        *) echo "uninstall.sh: $word is no option of this script: see --help" >&2; exit 1 ;;
    esac
done
[ -n "$dry" ] || [ "$(id -u)" = 0 ] || { echo "uninstall.sh: as root, please: sudo $0" >&2; exit 1; }

if dpkg-query -W clockpost > /dev/null 2>&1; then
    run apt-get purge -y clockpost
fi
for file in /etc/systemd/system/gpsd.service.d/clockpost.conf /etc/systemd/system/gpsdctl@.service.d/clockpost.conf \
    /etc/chrony/conf.d/clockpost.conf /etc/systemd/journald.conf.d/60-clockpost.conf \
    /etc/systemd/logind.conf.d/60-clockpost.conf /etc/sysctl.d/60-clockpost.conf \
    /etc/udev/rules.d/61-clockpost-reader.rules /etc/udev/rules.d/61-clockpost-gps.rules; do
    if [ -e "$file" ]; then run rm -f "$file"; fi
done
if [ -d /var/cache/clockpost-packages ]; then
    run rm -rf /var/cache/clockpost-packages
fi
for unit in ctrl-alt-del.target brltty.service; do
    if [ "$(readlink "/etc/systemd/system/$unit" || true)" = /dev/null ]; then run systemctl unmask "$unit"; fi
done
if [ "$ledger" = purge ] && [ -d /var/lib/clockpost ]; then
    run rm -rf /var/lib/clockpost
fi
if [ -d /run/systemd/system ]; then
    run systemctl daemon-reload
    if [ -S /run/udev/control ]; then run udevadm control --reload; fi
fi
dpkg-query -W clockpost > /dev/null 2>&1 || [ -d /var/lib/clockpost ] || echo "Nothing of Clockpost is installed here."
if [ -d /var/lib/clockpost ]; then echo "The ledger stays in /var/lib/clockpost."; fi
