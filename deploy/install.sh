#!/usr/bin/env bash
# Make a terminal, or a phone line's server, of a bare Debian 12 or 13 or Raspberry Pi OS (64-bit).
#
#   install.sh [--role terminal|cage|phone] [--reader DEVICE] [--gps DEVICE] [--dry-run] [PACKAGE.deb]
#
# terminal: the wall terminal on the console, delivery, backup. cage: the same in cage with Xwayland.
# phone: the phone line, the board, delivery, backup. Without a package, the one in this script's folder.
# Run it as often as you like: what is right already stays as it is. --dry-run only says what it would do.
set -euo pipefail

readonly KEPT=/var/cache/clockpost-packages SHARE=/usr/share/clockpost
role=terminal reader="" gps="" dry="" package="" changed=0

fail() {
    echo "install.sh: $*" >&2
    exit 1
}

# Says and does it, or with --dry-run only says it.
run() {
    changed=$((changed + 1))
    if [ -n "$dry" ]; then
        echo "would: $*"
    else
        echo "+ $*"
        "$@"
    fi
}

arguments() {
    while [ $# -gt 0 ]; do
        case "$1" in
            --role | --reader | --gps)
                [ -n "${2:-}" ] || fail "$1 needs a value: see --help"
                case "$1" in --role) role=$2 ;; --reader) reader=$2 ;; --gps) gps=$2 ;; esac
                shift 2
                ;;
            --dry-run) dry=yes; shift ;;
            -h | --help) sed -n '2,9s/^# \{0,1\}//p' "$0"; exit 0 ;;
            -*) fail "$1 is no option of this script: see --help" ;;
            *) package=$1; shift ;;
        esac
    done
    case "$role" in terminal | cage | phone) ;; *) fail "--role is terminal, cage or phone, not $role" ;; esac
}

# What is named is looked for before anything is changed.
devices() {
    local name
    [ "$role" != phone ] || [ -z "$reader$gps" ] || fail "--role phone has neither a reader nor a receiver"
    for name in reader gps; do
        [ -z "${!name}" ] || [ -e "${!name}" ] \
            || fail "there is no ${!name}: plug the $name in first, or look where it is: ls /dev/ttyUSB* /dev/ttyACM*"
    done
    [ -z "$reader" ] || [ "$(realpath "$reader")" != "$(realpath "$gps" 2> /dev/null)" ] \
        || fail "--reader and --gps name the same device"
}

machine() {
    [ -n "$dry" ] || [ "$(id -u)" = 0 ] || fail "as root, please: sudo $0"
    # shellcheck source=/dev/null
    . /etc/os-release
    case "${ID:-}:${VERSION_ID:-}" in
        debian:12 | debian:13 | raspbian:12 | raspbian:13) ;;
        *) fail "made for Debian and Raspberry Pi OS 12 or 13, and this is ${PRETTY_NAME:-unknown}" ;;
    esac
    case "$(dpkg --print-architecture)" in
        amd64 | arm64) ;;
        *) fail "needs a 64-bit system: Kivy has no package for $(dpkg --print-architecture)" ;;
    esac
}

find_package() {
    local found
    if [ -z "$package" ]; then
        found=$(find "$(dirname "$0")" "$(dirname "$0")/../dist" -maxdepth 1 \
            -name "clockpost_*_$(dpkg --print-architecture).deb" 2> /dev/null | sort -V | tail -n 1) || true
        package=$found
    fi
    [ -n "$package" ] || is_installed || fail "no package: name clockpost_VERSION_ARCH.deb, or make it with: make deb"
    [ -z "$package" ] || [ -r "$package" ] || fail "$package cannot be read"
}

is_installed() {
    [ "$(dpkg-query -W -f '${db:Status-Status}' "${1:-clockpost}" 2> /dev/null)" = installed ]
}

install_package() {
    [ -n "$package" ] || return 0
    local offered present
    offered=$(dpkg-deb -f "$package" Version)
    present=$(dpkg-query -W -f '${Version}' clockpost 2> /dev/null || true)
    if is_installed && [ "$present" != "$offered" ]; then
        fail "version $present is installed: for $offered use update.sh, which makes a backup and can go back"
    fi
    is_installed || run apt-get install -y --no-install-recommends "$(realpath "$package")"
    # What update.sh goes back to.
    place "$package" "$KEPT/$(basename "$package")" 644
}

# The programs of others that this role needs.
neighbours() {
    local wanted=() missing=() name
    case "$role" in
        terminal | cage)
            wanted=(chrony cups-client gpsd libdrm2 libegl1 libgbm1 libgl1 libgl1-mesa-dri libgles2 libmtdev1) ;;
        phone) wanted=(caddy) ;;
    esac
    [ "$role" != cage ] || wanted+=(cage seatd x11-xkb-utils xwayland)
    for name in "${wanted[@]}"; do is_installed "$name" || missing+=("$name"); done
    [ ${#missing[@]} -eq 0 ] || run apt-get install -y --no-install-recommends "${missing[@]}"
}

# place SOURCE TARGET MODE: a copy, unless it is there already.
place() {
    if ! cmp -s "$1" "$2"; then run install -D -m "$3" "$1" "$2"; fi
}

# What keeps a wall terminal quiet, whole and closed: no other owner of its serial lines, logs that spare the card.
settle() {
    [ "$role" != phone ] || return 0
    place "$SHARE/gpsd/gpsd.service.conf" /etc/systemd/system/gpsd.service.d/clockpost.conf 644
    place "$SHARE/gpsd/gpsdctl@.service.conf" /etc/systemd/system/gpsdctl@.service.d/clockpost.conf 644
    place "$SHARE/machine/chrony.conf" /etc/chrony/conf.d/clockpost.conf 644
    place "$SHARE/machine/journald.conf" /etc/systemd/journald.conf.d/60-clockpost.conf 644
    place "$SHARE/machine/logind.conf" /etc/systemd/logind.conf.d/60-clockpost.conf 644
    place "$SHARE/machine/sysctl.conf" /etc/sysctl.d/60-clockpost.conf 644
    masked ctrl-alt-del.target
    # It takes serial adapters for braille displays. There is no keyboard to steer one with either.
    masked brltty.service
    pin reader "$reader"
    pin gps "$gps"
}

masked() {
    [ "$(readlink "/etc/systemd/system/$1" || true)" = /dev/null ] || run systemctl mask "$1"
}

# pin reader /dev/ttyUSB0: this device keeps this name, by its serial number where nobody else has it, else by its port.
pin() {
    [ -n "$2" ] || return 0
    local file=/etc/udev/rules.d/61-clockpost-$1.rules mark="CLOCKPOST_${1^^}" which serial path
    serial=$(property "$2" ID_SERIAL_SHORT)
    path=$(property "$2" ID_PATH)
    if [ -n "$serial" ] && [ "$(how_many "$serial")" -le 1 ]; then
        which="ENV{ID_SERIAL_SHORT}==\"$serial\""
    elif [ -n "$path" ]; then
        which="ENV{ID_PATH}==\"$path\""
    else
        which="KERNEL==\"$(basename "$(readlink -f "$2")")\""
    fi
    local new
    new=$(mktemp)
    {
        echo "# Written by install.sh for $2. Every other device loses the mark."
        echo "SUBSYSTEM==\"tty\", ENV{$mark}=\"\""
        echo "SUBSYSTEM==\"tty\", ACTION!=\"remove\", $which, ENV{$mark}=\"1\""
        [ "$1" != gps ] || echo "SUBSYSTEM==\"tty\", ENV{CLOCKPOST_GPS}==\"1\", ENV{CLOCKPOST_READER}=\"\""
    } > "$new"
    place "$new" "$file" 644
    rm -f "$new"
}

# property /dev/ttyUSB0 ID_PATH: what udev knows of a device; nothing where it knows nothing.
property() {
    udevadm info -q property -n "$1" 2> /dev/null | sed -n "s/^$2=//p" || true
}

# Adapters with this serial number: many makers give all of theirs the same one.
how_many() {
    local device count=0
    for device in /dev/ttyUSB* /dev/ttyACM*; do
        if [ "$(property "$device" ID_SERIAL_SHORT)" = "$1" ]; then count=$((count + 1)); fi
    done
    echo "$count"
}

units() {
    local wanted=() unwanted=() unit
    case "$role" in
        terminal) wanted=(clockpost-kiosk.service) unwanted=(clockpost-kiosk-cage.service clockpost-ivr.service) ;;
        cage) wanted=(clockpost-kiosk-cage.service) unwanted=(clockpost-kiosk.service clockpost-ivr.service) ;;
        phone)
            wanted=(clockpost-ivr.service clockpost-board.service)
            unwanted=(clockpost-kiosk.service clockpost-kiosk-cage.service) ;;
    esac
    wanted+=(clockpost.target clockpost-sync.service clockpost-backup.timer)
    for unit in "${unwanted[@]}"; do
        if [ "$(enabled "$unit")" = enabled ]; then run systemctl disable "$unit"; fi
    done
    for unit in "${wanted[@]}"; do
        if [ "$(enabled "$unit")" != enabled ]; then run systemctl enable "$unit"; fi
    done
}

enabled() {
    systemctl is-enabled "$1" 2> /dev/null || true
}

begin() {
    local unit
    if [ "$changed" -gt 0 ] && [ -d /run/systemd/system ]; then
        run systemctl daemon-reload
        if [ -S /run/udev/control ]; then
            run udevadm control --reload
            run udevadm trigger --subsystem-match=tty --subsystem-match=backlight
        fi
        for unit in systemd-journald.service gpsd.service chrony.service; do
            if systemctl --quiet is-active "$unit"; then run systemctl restart "$unit"; fi
        done
        run systemctl --no-block start clockpost.target
    fi
    if [ "$changed" -eq 0 ]; then echo "Everything is as it should be."; fi
    if [ ! -e /etc/clockpost/clockpost.toml ]; then
        echo "Next: sudo clockpost setup, then: sudo systemctl start clockpost.target"
    fi
}

arguments "$@"
devices
machine
find_package
install_package
neighbours
settle
units
begin
