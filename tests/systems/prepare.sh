#!/bin/sh
# Puts Adit as it is installed into a box before it boots: prepare.sh DIRECTORY. BIN has the programs.
set -eu
root=$1
here=$(dirname "$(readlink -f "$0")")
"$here/../../installer/linux/stage" "$BIN" "$root"
for unit in $(grep -l '^\[Install\]' "$root"/usr/lib/systemd/system/adit*); do
    chroot "$root" systemctl --quiet enable "$(basename "$unit")"
done
