# Why a line of a profile is ignored, worth a note, or refused. `.advice` is the remedy, where the user has one.

## Not a profile

lint-empty = The file is empty.
    .advice = Download or copy the profile again.
lint-too-large = The file is larger than any profile.
    .advice = Choose the .ovpn file itself. A profile has at most { $limit_kib } KiB.
lint-utf16 = The file is UTF-16 text.
    .advice = Open it in a text editor, save it as UTF-8, and import it again.
lint-binary = The file is not text.
    .advice = Choose the .ovpn file itself. If it came in an archive, unpack it first.
lint-nul-bytes = The text is damaged here: it has zero bytes in it.
    .advice = Download or copy the profile again.
lint-web-page = The file is a web page, not a profile.
    .advice = The download link probably led to a sign-in page. Sign in there with the browser and download the profile again.
lint-conflict-marker = Two versions of the profile were merged here, and the marks are still in it.
    .advice = Keep one version, remove the marks, and import it again.
lint-line-too-long = This line is longer than any directive.
    .advice = Its line breaks may have been lost. Download or copy the profile again.
lint-too-many-lines = The profile has more than { $limit } lines that count, which is more than Adit takes.
    .advice = Choose the .ovpn file itself. If it is the right one, ask for a profile with fewer routes.
lint-lines-joined = The line ends of the file are missing: everything stands on one line, or several lines do.
    .advice = Copy or download the profile again as a file, not through a field or a message that joins lines.
lint-loose-material = A certificate or key begins here, with nothing that says what it is for.
    .advice = Put it between <ca> and </ca>, <cert> and </cert>, or <key> and </key>.
lint-unbalanced-quote = A quotation mark is opened here and not closed.
    .advice = Close it in a text editor, then import the profile again.
lint-missing-end-tag = <{ $name }> begins here, and its end </{ $name }> is missing.
    .advice = The file may be cut off. Download or copy it again.
lint-block-on-one-line = “<{ $name }>” and what belongs into its block stand on one line.
    .advice = Put <{ $name }>, each line of the content and </{ $name }> on lines of their own, or download the profile again.
lint-stray-end-tag = </{ $name }> ends something that did not begin.
    .advice = Remove the line, or put <{ $name }> where it belongs.

## The profile as a whole

lint-no-server = The profile names no server.
    .advice = Add a line “remote” with the server’s address, or ask whoever gave you the profile for a complete one.
lint-too-many-servers = The profile names more servers than Adit takes; the first { $limit } are used.
lint-no-authority = The profile does not say whom to trust: it has no certificate authority.
    .advice = Ask whoever gave you the profile for the “ca” file, or for a profile that contains it.
lint-not-a-client = This is not a profile for a client of a server.
    .advice = If it should be one, add a line “client” and import it again.
lint-no-server-check = Any certificate of the same authority would pass as the server, even another customer’s.
    .advice = Ask whoever gave you the profile whether “remote-cert-tls server” can be added.
lint-no-sign-in = The profile has neither a certificate nor a sign-in of yours.
    .advice = If the server refuses you, ask whoever gave you the profile what is missing.
lint-certificate-without-key = The profile has your certificate and not its private key.
    .advice = Ask whoever gave you the profile for the “key” file.
lint-key-without-certificate = The profile has a private key and not its certificate.
    .advice = Ask whoever gave you the profile for the “cert” file.
lint-several-control-keys = The profile has several of tls-auth, tls-crypt and tls-crypt-v2, which exclude each other.
    .advice = Ask whoever gave you the profile which one the server uses.
lint-tls-auth-without-digest = tls-auth cannot work with “auth none”.
    .advice = Ask whoever gave you the profile which “auth” the server uses.
lint-generic-profile = This is a template of an Access Server, not a person’s profile.
    .advice = Sign in at the Access Server’s page and download your own profile.
lint-not-utf8 = The text is not UTF-8 and was read as Latin-1; names with accents may look wrong.
lint-out-of-bounds = A value is outside of what a profile may hold: { $what }.
    .advice = Ask whoever gave you the profile to check it.

## How a line is written

lint-missing-value = “{ $name }” needs a value that is not there.
    .advice = The profile may be an unfilled template. Ask whoever gave it to you for a complete one.
lint-bad-value = “{ $value }” makes no sense here.
    .advice = Correct it in a text editor, or ask whoever gave you the profile.
lint-extra-words = “{ $name }” has more values than it takes.
    .advice = If the values belong together, put them between quotation marks; else remove what is too much.
lint-words-cut = The line has more than 16 words; the rest is left out.
lint-long-line = The line is longer than OpenVPN takes. Adit reads it all the same.
lint-literal-backslash = A backslash is taken as it stands. OpenVPN itself would want it doubled.
lint-repeated = Line { $line } says it again, and that counts.
lint-inline-marker = It announces the block further down.
lint-unknown-directive = Adit does not know “{ $name }”.
    .advice = If it does not matter, remove the line and import the profile again.
lint-unknown-line = Adit does not know the directive in this line. The line is not shown, since it may be a part of a password or key.
    .advice = Look at the line in a text editor. If it does not matter, remove it and import the profile again.
lint-misspelled-directive = There is no such directive. Is “{ $suggestion }” meant?
    .advice = Correct the line in a text editor, or remove it, and import the profile again.
lint-unknown-allowed = Adit does not know it, and the profile says that it may be left out.
lint-optional-left-out = The profile says that it may be left out.
lint-not-in-connection = “{ $name }” has no place inside a connection block.
    .advice = Put the line before the block, and import the profile again.
lint-replaced-by-connections = The connection blocks of this profile are used instead.

## What cannot be used

lint-tap-device = The profile bridges whole networks (tap). Adit makes routed tunnels (tun).
    .advice = Ask whoever runs the server for a “tun” profile.
lint-server-only = “{ $name }” is for servers.
    .advice = Ask whoever gave you this file for the profile of a client.
lint-static-key-mode = The profile uses one static key instead of certificates, which is not safe any more.
    .advice = Ask whoever runs the server for a profile with certificates.
lint-standalone-action = “{ $name }” is a task for the openvpn program, not a setting.
    .advice = Remove the line and import the profile again.
lint-script = { $name ->
        [up] “up” would run a program once the tunnel’s interface is there, mostly to set DNS or routes.
        [down] “down” would run a program when the tunnel ends, mostly to take back what “up” has set.
        [route-up] “route-up” would run a program once the routes are set.
        [route-pre-down] “route-pre-down” would run a program before the routes go.
        [ipchange] “ipchange” would run a program whenever the server’s address changes.
        [dns-updown] “dns-updown” would run a program to set DNS. Adit sets DNS itself.
        [iproute-script] “iproute-script” would put a program in the place of the system’s own for addresses and routes. Adit sets them itself.
        [tls-verify] “tls-verify” would let a program judge the server’s certificate.
        [tls-export-cert] “tls-export-cert” would write the server’s certificate to a folder, for programs.
        [auth-user-pass-verify] “auth-user-pass-verify” would let a program judge passwords, which only servers do.
        [learn-address] “learn-address” would tell a program about clients, which only servers have.
       *[other] “{ $name }” would run a program of the profile’s choice.
    } Adit never runs programs of a profile.
    .advice = { $name ->
        [up] The tunnel works without, unless the program does more than DNS and routes. Leave the line out and import the profile again.
        [down] The tunnel works without. Leave the line out and import the profile again.
        [route-up] The tunnel works without, unless the program sets routes of its own. Leave the line out and import the profile again.
        [route-pre-down] The tunnel works without. Leave the line out and import the profile again.
        [ipchange] The tunnel works without. Leave the line out and import the profile again.
        [dns-updown] The tunnel works without. Leave the line out and import the profile again.
        [iproute-script] The tunnel works without. Leave the line out and import the profile again.
        [tls-verify] Without it, less would be checked than the profile promises. Ask for one that says what the program checks, for example with “verify-x509-name”.
       *[other] If the tunnel works without it, remove the line and import the profile again.
    }
lint-plugin = The profile would load a library into the VPN client, which could do anything there, mostly to sign in or to set DNS. Adit never does that.
    .advice = The tunnel works without, unless signing in needs it. Leave the line out and import the profile again.
lint-dns-helper = The script that sets DNS is not run; Adit sets DNS itself.
lint-fragment = The profile splits packets in the way of OpenVPN 1.
    .advice = Ask whoever gave you the profile for one with “fragment” and a size, or without.
lint-no-encryption = With this cipher, nothing in the tunnel would be encrypted.
    .advice = Ask whoever runs the server to use AES-256-GCM, and for a profile that says so.
lint-http-proxy-needs-tcp = This server uses UDP, which an HTTP proxy does not carry.
    .advice = Ask whoever gave you the profile for a TCP server, or remove http-proxy.
lint-udp-behind-http-proxy = This server is left out: it uses UDP, which an HTTP proxy does not carry.
lint-two-proxies = The profile names an HTTP proxy and a SOCKS proxy for one server, and only one of them can be on the way.
    .advice = Remove the line of the proxy that you do not use.
lint-proxy-ntlm = The profile signs in to its proxy with NTLM, which is not safe any more and which Adit does not have.
    .advice = Ask whoever runs the proxy for the Basic or Digest scheme.
lint-bad-proxy-login = A user name and a password on two lines are expected here.
lint-external-key = The private key is on a smart card or in another program’s keeping, where Adit cannot use it yet.
    .advice = Ask for a profile with the key in it.
lint-revocation-folder = Revoked certificates are listed in a folder, which Adit does not read.
    .advice = Ask for the list as one file (“crl-verify” without “dir”).
lint-tls-remote = “tls-remote” checks the server’s name in a way that OpenVPN gave up.
    .advice = Replace it by “verify-x509-name” with the server’s name, and import the profile again.
lint-scramble = The packets are disguised with “scramble”, which only a server and a client with a patch of their own can do.
    .advice = Ask whoever runs the server for a connection without it, or use the client that the provider offers.
lint-tls-too-old = The profile allows nothing above TLS { $version }, which is not safe any more.
    .advice = Ask whoever runs the server to allow TLS 1.2 or later.
lint-key-method-one = The profile uses a way to exchange keys that OpenVPN gave up.
    .advice = Ask whoever runs the server for a current profile.
lint-not-supported = Adit cannot do “{ $name }”, and without it the tunnel would not be what the profile promises.
    .advice = Ask whoever gave you the profile whether it can do without.
lint-unsupported-digest = The profile needs the digest { $digest }, which Adit does not have.
    .advice = Ask whoever runs the server for “auth SHA256”, and for a profile that says so.
lint-cipher-fixed = The profile insists on { $cipher }, which is not safe any more.
    .advice = Ask whoever runs the server to allow AES-256-GCM in its “data-ciphers”, and for a profile that says so.

## The environment of the profile

lint-overlaps-local = The profile sends { $route } through the tunnel, and this machine is on { $network }. Devices near you may be out of reach while you are connected.
    .advice = If you need them, take another network here, or ask whoever runs the server to change the route.

## Servers and files

lint-placeholder-server = “{ $value }” stands where the server’s address should be.
    .advice = Put the server’s address in its place.
lint-needs-file = The file “{ $name }” is needed and is not beside the profile.
    .advice = Put it into the profile’s folder.
lint-needs-file-elsewhere = The file “{ $name }” is needed, and Adit looks into the profile’s own folder only.
    .advice = Put it there, and write its name without a folder in this line.
lint-file-too-large = The file “{ $name }” is too large for what it should be.
    .advice = Put the right one into the profile’s folder.
lint-file-unreadable = The file “{ $name }” cannot be read.
    .advice = Check its permissions.
lint-password-file = The window does not read “{ $name }” and asks you instead; “aditctl connect” reads it where it is in the profile’s folder.
lint-no-certificate = There is no certificate here.
    .advice = A text from “BEGIN CERTIFICATE” to “END CERTIFICATE” is expected. Ask whoever gave you the profile.
lint-bad-certificate = The certificate is damaged.
    .advice = Download or copy the profile again.
lint-weak-certificate = The certificate is of an old kind ({ $weakness }) that may not be accepted.
    .advice = Ask whoever runs the server for a new one.
lint-certificate-expired = The certificate expired { $days ->
        [0] today
        [1] yesterday
       *[other] { $days } days ago
    }, on { DATE($not_after) }.
    .advice = The server will not accept it. Ask whoever gave you the profile for a new one.
lint-certificate-expiring = The certificate expires on { DATE($not_after) }{ $days ->
        [0] { "" }, today
        [1] { "" }, tomorrow
       *[other] { "" }, in { $days } days
    }.
    .advice = Ask whoever gave you the profile for a new one before that.
lint-authority-expired = The authority that vouches for the server expired { $days ->
        [0] today
        [1] yesterday
       *[other] { $days } days ago
    }, on { DATE($not_after) }.
    .advice = The server will not be trusted. Ask whoever runs it for a new profile.
lint-certificate-not-yet-valid = The certificate is valid from { DATE($not_before) } on.
    .advice = If that day has come, set this machine’s clock.
lint-bad-private-key = There is no usable private key here.
    .advice = A text from “BEGIN PRIVATE KEY” to “END PRIVATE KEY” is expected. Ask whoever gave you the profile.
lint-bad-container = There is no usable PKCS#12 container here.
    .advice = A file that ends in .p12 or .pfx is expected. Ask whoever gave you the profile.
lint-unsupported-lock = It is locked in a way that Adit does not know ({ $scheme }).
    .advice = Ask whoever gave you the profile for one that is encrypted with AES.
lint-several-identities = The profile has a PKCS#12 container and also a certificate or key beside it.
    .advice = Ask whoever gave you the profile which of them is yours, and remove the other.
lint-short-client-key = This certificate’s key has { $bits } bits, too few to be safe, and Adit does not sign with it.
    .advice = Ask whoever gave you the profile for a new certificate and key, with an RSA key of 2048 bits or more.
lint-key-of-another = The private key does not belong to this certificate.
    .advice = Ask whoever gave you the profile for the key of this certificate, or for a new pair of both.
lint-unsupported-certificate = This certificate has a key of the kind { $algorithm }, which Adit cannot sign in with.
    .advice = Ask whoever gave you the profile for a certificate with an RSA, ECDSA (P-256) or Ed25519 key.
lint-unsupported-authority = The authority has a key of the kind { $algorithm }, which Adit cannot check. Servers that it vouches for cannot be trusted.
    .advice = Ask whoever runs the server for an authority with an RSA, ECDSA or Ed25519 key.
lint-unsupported-private-key = This kind of private key ({ $algorithm }) is not safe any more.
    .advice = Ask whoever gave you the profile for an RSA or EC key.
lint-bad-static-key = The static key is damaged.
    .advice = 512 hexadecimal digits are expected. Download or copy the profile again.
lint-bad-tls-crypt-v2-key = The tls-crypt-v2 key is damaged, or is the server’s.
    .advice = Download or copy the profile again.
lint-bad-fingerprint = “{ $value }” is not a fingerprint.
    .advice = Pairs of hexadecimal digits with colons between them are expected. Ask whoever gave you the profile.
lint-bad-revocation-list = The list of revoked certificates is damaged.
    .advice = Ask whoever gave you the profile for a current one.
lint-bad-login-block = There is no user name here.
    .advice = The block has the user name on its first line and the password on its second.

## Used, with a warning

lint-fallback-cipher = { $cipher } is used only where the server cannot agree on a better cipher.
lint-unsupported-cipher = Adit does not have { $cipher }. It works if the server can agree on another cipher.
    .advice = If it cannot, ask whoever runs the server to add AES-256-GCM to its “data-ciphers”.
lint-ciphers-left-out = Adit does not have { $ciphers }; the others are offered.
lint-no-aead-cipher = All ciphers in this list are of an old kind. They work, more slowly.
lint-negotiation-off = The profile forbids to agree on a better cipher. Adit does it all the same.
lint-compression-framing = Adit never compresses, because that can give away what is in the tunnel. Packets look as the server expects them, and what it compresses is read.
lint-compression-read = Adit reads what the server compresses, and compresses nothing itself. What the server compresses can still give away what is in it.
    .advice = Ask whoever runs the server to switch compression off, then remove this line.
lint-digest-not-used = Adit does not have the digest { $digest }. It is not needed: the ciphers that are offered do without.
lint-domains-without-server = The DNS server { $number } has domains and no address, so that nobody could be asked for them.
    .advice = Ask whoever gave you the profile for the address of the DNS server.
lint-cbc-without-digest = With “auth none”, packets under AES-CBC could be changed on their way. Adit does not use AES-CBC like that.
    .advice = If the server cannot be reached, ask whoever runs it for AES-256-GCM, or for “auth SHA256”.
lint-no-shared-suite = Adit has none of these; it offers its own, which are stronger.
    .advice = If the server cannot be reached, ask whoever runs it to allow ECDHE suites or TLS 1.3.
lint-weak-accepted = The profile accepts certificates of an old, weaker kind.
    .advice = Ask whoever runs the server whether that is still needed.
lint-ns-cert-type = The server is checked in an old way.
    .advice = Ask whoever gave you the profile for one with “remote-cert-tls server”.
lint-route-by-name = The route to “{ $value }” is left out: Adit takes routes by address only.
    .advice = Put the address there if this traffic must go through the tunnel.
lint-unusable-address = “{ $value }” is left out: it means something else than a place that a tunnel can lead to.
lint-too-many-values = This is left out: Adit takes { $limit } of its kind, and the profile has more.
lint-value-left-out = “{ $value }” makes no sense here and is left out.
lint-partly-used = “{ $value }” is left out; the rest of the line is used.
lint-not-honoured = Adit does not do “{ $name }”. The tunnel works without it.
lint-push-only = “{ $name }” comes from servers and is left out here.
lint-own-control = “{ $name }” is about running the openvpn program. Adit has its own ways.
lint-own-log-file = “{ $name }” is not written; Adit keeps its own log.
lint-own-dns-protection = Adit keeps DNS inside the tunnel itself.

## Ignored

lint-own-log = Adit has its own log.
lint-own-rights = Adit’s helper runs with the least rights anyway.
lint-always-so = Adit does so anyway.
lint-other-platform = It is for another system.
lint-obsolete = It has no effect in OpenVPN either.
lint-tuning = Adit tunes itself.
lint-for-scripts = It is for scripts, which Adit does not run.
lint-for-other-programs = It is for other programs.

## Fixes: what is done, and why

fix-cipher-list = Offer modern ciphers, and { $name } only as the last resort
    .advice = “cipher” is from a time before client and server agreed on a cipher. OpenVPN itself wants a list today.
fix-modern-ciphers = Offer modern ciphers instead of the old one
    .advice = The cipher in this line is not safe any more. Servers of the last years agree on a better one.
fix-negotiate = Let client and server agree on a cipher
    .advice = OpenVPN gave up “ncp-disable”, and Adit agrees on the best cipher in any case.
fix-data-ciphers = Use the current name for the list of ciphers (data-ciphers)
    .advice = OpenVPN renamed “ncp-ciphers” to “data-ciphers”.
fix-server-name = Check the server’s name in the current way (verify-x509-name)
    .advice = OpenVPN gave up “tls-remote”. “verify-x509-name” compares the same name.
fix-server-usage = Check in the current way that it really is a server (remote-cert-tls)
    .advice = “ns-cert-type” looks at a mark that new certificates do not carry. “remote-cert-tls” looks at the one they do.
fix-check-server = Check that it really is a server (remote-cert-tls)
    .advice = Without it, anyone with a certificate of the same authority could pose as the server.
fix-dns-helper = Leave out the scripts that set DNS
    .advice = Adit sets DNS itself and takes it back when the tunnel ends.
fix-leave-out-script = Leave out “{ $name }”
    .advice = Adit never runs programs of a profile. Most tunnels work without; what the program does for you is not done then.
fix-key-direction = Use the client’s half of the tls-auth key
    .advice = Most servers use the halves of this key in different directions, and the profile does not say which is yours.
fix-obsolete = Leave out “{ $name }”
    .advice = It has no effect in OpenVPN either, and some versions stop at it.
fix-no-compression = Say plainly that nothing is compressed
    .advice = Packets still look as the server expects them. Compression can give away what is in the tunnel.
fix-spelling = Spell it as OpenVPN does
    .advice = OpenVPN knows this word in small letters only.
fix-extra-words = Leave out what “{ $name }” does not take
    .advice = OpenVPN stops at a line with more values than it knows.
fix-misspelled = Correct the name of the directive
    .advice = “{ $name }” is probably a typing mistake.
fix-backslash = Write backslashes as OpenVPN reads them
    .advice = OpenVPN wants each of them doubled.
fix-tls-cipher = Leave out the list of old TLS suites
    .advice = Adit has none of them and offers its own, which are stronger.
fix-ask-for-password = Ask for the password instead of naming a file
    .advice = Adit does not read files with passwords; it asks you, and keeps the password in the keychain if you want.
fix-client = Say that this is a client’s profile
    .advice = The profile names a server and an authority, and does not say that it takes its settings from the server.
