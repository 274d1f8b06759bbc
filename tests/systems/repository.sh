#!/bin/sh
# Adds the repository in DIRECTORY to a Debian, and installs Adit from it with apt: repository.sh DIRECTORY ROOT. ROOT is what root.sh printed.
# The repository is served on 127.0.0.1 of a network namespace that has nothing else; what apt writes is in memory. Then everything
# that must be refused is tried: another key, another signature, another list, another package. Needs root.
set -eu
repository=$(readlink -f "$1")
root=$(readlink -f "$2")
name=adit-repo-$$
work=$(mktemp -d)
server=
clean() {
    [ -z "$server" ] || kill "$server" 2>/dev/null || true
    umount -R "$work/memory/root" 2>/dev/null || true
    umount "$work/memory" 2>/dev/null || true
    ip netns del "$name" 2>/dev/null || true
    rm -rf "$work"
}
trap clean EXIT
trap 'exit 130' INT TERM

ip netns add "$name"
ip -n "$name" link set lo up
mkdir "$work/memory"
mount -t tmpfs none "$work/memory"
mkdir "$work/memory/upper" "$work/memory/work" "$work/memory/root" "$work/memory/served"
mount -t overlay overlay -o "lowerdir=$root,upperdir=$work/memory/upper,workdir=$work/memory/work" "$work/memory/root"
system=$work/memory/root
mount -t proc proc "$system/proc"
mount --bind /dev "$system/dev"
served=$work/memory/served
cp -a "$repository/." "$served/"
ip netns exec "$name" python3 -m http.server --bind 127.0.0.1 --directory "$served" 8000 >"$work/requests" 2>&1 &
server=$!

inside() { ip netns exec "$name" chroot "$system" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive LC_ALL=C "$@"; }
# Only this repository.
rm -rf "$system"/etc/apt/sources.list "$system"/etc/apt/sources.list.d/* "$system"/var/lib/apt/lists/*
mkdir -p "$system/etc/apt/keyrings"
# As the README says.
cp "$served/adit-archive-keyring.gpg" "$system/etc/apt/keyrings/"
sed 's|^URIs:.*|URIs: http://127.0.0.1:8000|' "$served/adit.sources" >"$system/etc/apt/sources.list.d/adit.sources"

update() { inside apt-get -o APT::Update::Error-Mode=any -o Acquire::Retries=0 update >"$work/said" 2>&1; }
failed() { echo "repository: $1" >&2; cat "$work/said" >&2; exit 1; }
fresh() { rm -rf "$system"/var/lib/apt/lists/* "$system"/var/cache/apt/*.bin "$system"/var/cache/apt/archives/*.deb; }
says() { printf '%-52s%s\n' "$1" "$2"; }

try=0
until update; do
    try=$((try + 1))
    [ $try -lt 20 ] || failed 'apt-get update from a good repository'
    sleep 0.2
done
grep -q 'GET /dists/stable/main/binary-.*/by-hash/SHA512/' "$work/requests" || failed 'lists were not fetched by their hash'
inside sh -c 'apt-cache policy adit' | grep -q '127.0.0.1:8000 stable/main' || failed 'the package is not there'
says 'update' 'signed by the key in Signed-By'

# Each with what is good before and after it: refused for this reason, and no other.
refused() { # what, change, undo
    fresh
    sh -c "$2"
    if update; then failed "$1: accepted"; fi
    reason=$(sed -n 's/^\(W\|E\): //p' "$work/said" | head -n 1 | cut -c 1-110)
    sh -c "$3"
    fresh
    update || failed "after $1, the good one"
    says "$1" "refused: $reason"
}
other=$work/other
mkdir -m 700 "$other"
gpg --homedir "$other" --batch --quiet --passphrase '' --quick-generate-key 'Somebody else' ed25519 sign 2>/dev/null
gpg --homedir "$other" --batch --quiet --export >"$work/other.gpg"
export served system work other
keyring=$system/etc/apt/keyrings/adit-archive-keyring.gpg
export keyring
# shellcheck disable=SC2016
{
    refused 'signed by another key' \
        'cp -a "$served/dists" "$work/dists"; cd "$served/dists/stable"; rm InRelease Release.gpg; gpg --homedir "$other" --batch --quiet --clearsign --output InRelease Release' \
        'rm -rf "$served/dists"; cp -a "$work/dists" "$served/dists"'
    refused 'another key in Signed-By' 'cp "$keyring" "$work/good.gpg"; cp "$work/other.gpg" "$keyring"' 'cp "$work/good.gpg" "$keyring"'
    refused 'no signature' 'cd "$served/dists/stable"; rm InRelease Release.gpg' 'rm -rf "$served/dists"; cp -a "$work/dists" "$served/dists"'
    refused 'a word of the signed file changed' \
        'sed -i "s/^Origin: Adit/Origin: Evil/" "$served/dists/stable/InRelease" "$served/dists/stable/Release"' 'rm -rf "$served/dists"; cp -a "$work/dists" "$served/dists"'
    refused 'a list changed' \
        'find "$served/dists" -path "*by-hash*" -type f -exec sh -c "printf x >>\"\$1\"" sh {} \;; find "$served/dists" -name "Packages*" -type f -exec sh -c "printf x >>\"\$1\"" sh {} \;' \
        'rm -rf "$served/dists"; cp -a "$work/dists" "$served/dists"'
}
gpgconf --homedir "$other" --kill all >/dev/null 2>&1 || true

install() { inside apt-get install -y --no-install-recommends adit >"$work/said" 2>&1; }
package=$(find "$served/pool" -name 'adit_*.deb' | sort -V | tail -n 1)
for each in "$served"/pool/main/a/adit/*.deb; do
    cp "$each" "$work/"
    printf x | dd of="$each" bs=1 seek=4096 conv=notrunc status=none
done
if install; then failed 'a package that was changed: installed'; fi
grep -qi 'hash sum mismatch\|unexpected size' "$work/said" || failed 'a package that was changed: refused for another reason'
says 'a package changed' 'refused: hash sum mismatch'
cp "$work"/*.deb "$served/pool/main/a/adit/"
begin=$(date +%s%N)
install || failed 'apt-get install'
end=$(date +%s%N)
inside dpkg -V adit >"$work/said" || failed 'what is installed is not what is in the package'
inside aditctl --version >"$work/said" || failed 'what is installed does not run'
says "installed $(basename "$package")" "$(((end - begin) / 1000000)) ms"
inside apt-get install -y --no-install-recommends network-manager-adit >"$work/said" 2>&1 || failed 'apt-get install network-manager-adit'
inside dpkg -V network-manager-adit >"$work/said" || failed 'what is installed of the plug-in is not what is in the package'
says 'installed the plug-in for NetworkManager' 'done'
inside apt-get purge -y network-manager-adit adit >"$work/said" 2>&1 || failed 'purge'
says 'purged' 'done'
