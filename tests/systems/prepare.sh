#!/bin/sh
# Puts Adit as it is installed into a box before it boots: prepare.sh DIRECTORY. BIN has the programs.
set -eu
root=$1
here=$(dirname "$(readlink -f "$0")")
units=$here/../../installer/linux
install -d "$root/usr/lib/adit" "$root/usr/lib/sysusers.d" "$root/usr/share/polkit-1/rules.d" "$root/usr/share/polkit-1/actions"
for program in aditd adit-netd adit-resolver; do
    [ ! -f "$BIN/$program" ] || install -m 755 "$BIN/$program" "$root/usr/lib/adit/"
done
install -m 755 "$BIN/aditctl" "$root/usr/bin/"
install -m 755 "$units/uninstall" "$root/usr/lib/adit/"
for unit in "$units"/*.service "$units"/*.socket; do
    [ ! -f "$unit" ] || install -m 644 "$unit" "$root/usr/lib/systemd/system/"
done
install -m 644 "$units/adit.sysusers.conf" "$root/usr/lib/sysusers.d/adit.conf"
[ ! -f "$units/50-adit-netd.rules" ] || install -m 644 "$units/50-adit-netd.rules" "$root/usr/share/polkit-1/rules.d/"
for policy in "$units"/*.policy; do
    [ ! -f "$policy" ] || install -m 644 "$policy" "$root/usr/share/polkit-1/actions/"
done
for file in "$units"/NetworkManager/*.conf; do
    [ ! -f "$file" ] || { install -d "$root/usr/lib/NetworkManager/conf.d"; install -m 644 "$file" "$root/usr/lib/NetworkManager/conf.d/"; }
done
for file in "$units"/udev/*.rules; do
    [ ! -f "$file" ] || { install -d "$root/usr/lib/udev/rules.d"; install -m 644 "$file" "$root/usr/lib/udev/rules.d/"; }
done
for unit in adit-netd.socket adit-netd.service aditd.service adit-lock.service adit-resolver.socket adit-system-connections.service; do
    [ ! -f "$units/$unit" ] || chroot "$root" systemctl --quiet enable "$unit"
done
