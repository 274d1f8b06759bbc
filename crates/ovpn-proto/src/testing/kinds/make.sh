#!/bin/sh
# Certificates of servers, each signed in a way of its own, for tls/verify/kinds.rs. Needs OpenSSL 3; writes kinds.txt; the keys are thrown
# away. Lines: `ca NAME DER`, `leaf NAME CA DER` and `list NAME CA DER`, DER as Base64.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
out=$here/kinds.txt
: > "$out"
der() { openssl "$1" -in "$2" -outform DER | base64 -w0; }
key() { name=$1; shift; openssl genpkey -out "$name.key" "$@" 2>/dev/null; }
ca() {
    name=$1; shift
    openssl req -x509 -new -key "$name.key" -subj "/CN=CA $name" -days 7300 -out "$name.crt" "$@"
    echo "ca $name $(der x509 "$name.crt")" >> "$out"
}
cat > ext <<X
keyUsage=digitalSignature
extendedKeyUsage=serverAuth
X
serial=7
# leaf NAME CA KEY OPTIONS
leaf() {
    name=$1; issuer=$2; own=$3; shift 3
    openssl req -new -key "$own.key" -subj /CN=server -out csr 2>/dev/null
    openssl x509 -req -in csr -CA "$issuer.crt" -CAkey "$issuer.key" -days 7300 -extfile ext -set_serial "$serial" "$@" -out leaf.crt 2>/dev/null
    echo "leaf $name $issuer $(der x509 leaf.crt)" >> "$out"
}

key rsa -algorithm RSA -pkeyopt rsa_keygen_bits:2048
key odd -algorithm RSA -pkeyopt rsa_keygen_bits:2049
key long -algorithm RSA -pkeyopt rsa_keygen_bits:8448
key pss -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048
key limited -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048 -pkeyopt rsa_pss_keygen_md:sha384 \
    -pkeyopt rsa_pss_keygen_mgf1_md:sha384 -pkeyopt rsa_pss_keygen_saltlen:40
key shortpss -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:1024
for curve in P-256 P-384 P-521 secp256k1 P-224 brainpoolP256r1; do
    key "$curve" -algorithm EC -pkeyopt "ec_paramgen_curve:$curve"
done
key ed25519 -algorithm ED25519
key ed448 -algorithm ED448
for name in rsa odd long pss limited P-256 P-384 P-521 secp256k1 P-224 brainpoolP256r1 ed25519 ed448; do ca "$name"; done

for digest in md5 sha1 sha224 sha256 sha512-224 sha512-256 sha3-224 sha3-256 sha3-384 sha3-512; do
    leaf "rsa-$digest" rsa P-256 "-$digest"
done
leaf odd-sha256 odd P-256 -sha256
leaf odd-sha3-256 odd P-256 -sha3-256
leaf long-sha256 long P-256 -sha256
for salt in 0 20 32 100 222; do
    leaf "pss-salt-$salt" rsa P-256 -sha256 -sigopt rsa_padding_mode:pss -sigopt "rsa_pss_saltlen:$salt"
done
leaf odd-pss-salt-max odd P-256 -sha256 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:max
for digest in sha1 sha224 sha384 sha512; do
    leaf "pss-$digest" rsa P-256 "-$digest" -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:20
done
leaf pss-mask-sha1 rsa P-256 -sha256 -sigopt rsa_padding_mode:pss -sigopt rsa_mgf1_md:sha1
leaf pss-mask-sha512 rsa P-256 -sha256 -sigopt rsa_padding_mode:pss -sigopt rsa_mgf1_md:sha512
leaf pss-key pss P-256 -sha256
leaf pss-key-sha384 pss P-256 -sha384
leaf pss-key-limited limited P-256 -sha384
for digest in sha1 sha224 sha256 sha384 sha512 sha3-224 sha3-256 sha3-384 sha3-512; do
    for curve in P-256 P-384 P-521 secp256k1; do leaf "$curve-$digest" "$curve" P-256 "-$digest"; done
done
leaf brainpool brainpoolP256r1 P-256 -sha256
leaf P-224 P-224 P-256 -sha256
leaf ed25519 ed25519 P-256
leaf ed448 ed448 P-256

# The server's own key.
for own in pss limited shortpss secp256k1 P-224 brainpoolP256r1 P-521 ed25519 ed448; do leaf "own-$own" P-256 "$own" -sha256; done

# Serial numbers that RFC 5280 does not allow: zero, negative, 21 bytes.
for serial in 0 -5 0x0123456789abcdef0123456789abcdef0123456789; do leaf "serial$serial" rsa P-256 -sha224; done

# Lists with serial number 7 on them.
for issuer in rsa pss P-256 P-384; do
    for digest in sha256 sha224 sha3-256; do
        [ "$issuer" = pss ] && [ "$digest" != sha256 ] && continue
        cat > ca.conf <<X
[ca]
default_ca=it
[it]
database=index
default_md=$digest
crl_extensions=more
[more]
authorityKeyIdentifier=keyid
X
        printf 'R\t460101000000Z\t261130000000Z\t07\tunknown\t/CN=server\n' > index
        openssl ca -gencrl -config ca.conf -keyfile "$issuer.key" -cert "$issuer.crt" -crldays 7300 -out list 2>/dev/null
        echo "list $issuer-$digest $issuer $(der crl list)" >> "$out"
    done
done
