#!/bin/sh
# Puts Adit as it is installed into a box before it boots: prepare.sh DIRECTORY. BIN has the programs. With ADIT_NM, also its plug-in
# for NetworkManager.
set -eu
root=$1
here=$(dirname "$(readlink -f "$0")")
"$here/../../installer/linux/stage" "$BIN" "$root"
[ -z "${ADIT_NM:-}" ] || "$here/../../installer/linux/stage" "$BIN" "$root" networkmanager
for unit in $(grep -l '^\[Install\]' "$root"/usr/lib/systemd/system/adit*); do
    chroot "$root" systemctl --quiet enable "$(basename "$unit")"
done
