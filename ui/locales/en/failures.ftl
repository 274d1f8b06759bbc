# Failures: one sentence for what happened, the cause first, and `.advice` for what to do.
# No codes, no exclamation marks, and not the word “error”.

failure-name-not-resolved = There is no address for the name { $host }.
    .advice = The name in the profile may be wrong or out of date, or known only in another network. Ask whoever gave you the profile.
failure-no-answer = { $host } does not answer on { $transport } { $port }.
    .advice = Your network may block it, or the profile’s control key (“tls-auth”, “tls-crypt”) may not be the server’s: servers do not answer then. Try another network, or ask whoever gave you the profile whether it is still current.
failure-no-answer-yet = { $host } has not answered yet on { $transport } { $port }.
    .advice = Adit goes on trying. If nothing comes, your network may block it: try another network, or ask whoever runs the server whether it is up.
failure-connection-refused = { $host } refuses connections on { $transport } { $port }.
    .advice = The VPN service may be stopped, or the port in the profile may be wrong. Try again later, or ask whoever runs the server.
failure-connection-lost = The connection to the server broke.
    .advice = Check that this computer is still online. Adit connects again as soon as it can.
    .advice-ended = Check that this computer is still online, and connect again.
failure-keepalive-timeout = { $seconds ->
    [one] The server was silent for a second.
   *[other] The server was silent for { $seconds } seconds.
}
    .advice = Your network may have changed, or the server may be gone. Adit connects again as soon as it can.
    .advice-ended = The connection ends when the server is silent for so long. Connect again when you are online.
failure-no-network = This computer has no network.
    .advice = Connect to a network. Adit goes on by itself then.
    .advice-ended = Connect to a network, and then connect again.
failure-handshake-timeout = The server began to answer and then stopped.
    .advice = A network in between may drop large packets. Try another network, or a TCP server if the profile has one.
failure-control-key-mismatch = This profile’s control key does not fit the server.
    .advice = Ask whoever gave you the profile for a new one.
failure-unknown-authority = The server’s certificate comes from an authority that this profile does not trust.
    .advice = Do not sign in there. Ask whoever gave you the profile whether the server got a new certificate.
failure-server-certificate-expired = The server’s certificate expired on { $date }.
    .advice = Check this computer’s date. If it is right, ask whoever runs the server to renew the certificate.
failure-server-certificate-not-yet-valid = The server’s certificate is valid from { $date } only.
    .advice = Check this computer’s date. It may be behind.
failure-server-name-mismatch = The server is { $found }, but the profile expects { $expected }.
    .advice = Do not sign in there. Ask whoever gave you the profile whether the server’s name changed.
failure-not-a-server-certificate = What answered has no server certificate.
    .advice = It may be another client posing as the server. Ask whoever runs the server to check its certificate.
failure-server-certificate-rejected-unreadable = The server’s certificate cannot be read.
    .advice = Ask whoever runs the server to check its certificate.
failure-server-certificate-rejected-not-an-authority = The server’s certificate was not accepted: a certificate on the way to its authority is not an authority’s.
    .advice = Ask whoever runs the server to check its certificate.
failure-server-certificate-rejected-chain-too-long = The server’s certificate was not accepted: its chain is longer than one of the authorities allows.
    .advice = Ask whoever runs the server to check its certificate.
failure-server-certificate-rejected-name-not-allowed = The server’s certificate was not accepted: an authority on the way may not issue certificates for its name.
    .advice = Ask whoever runs the server to check its certificate.
failure-server-certificate-rejected-extension = The server’s certificate was not accepted: it demands something that Adit does not know, or is built wrongly.
    .advice = Ask whoever runs the server to check its certificate.
failure-server-certificate-rejected-signature-kind = The server’s certificate was not accepted: it is signed in a way that Adit does not support.
    .advice = Ask whoever runs the server for a certificate with an RSA, ECDSA or Ed25519 signature.
failure-server-certificate-rejected-bad-signature = The server’s certificate was not accepted: a signature is wrong.
    .advice = Someone else may be posing as the server. Ask whoever runs it to check its certificate.
failure-server-certificate-rejected-usage = The server’s certificate was not accepted: its usage is not what { $directive } in the profile demands.
    .advice = Ask whoever runs the server to check its certificate, or for a new profile.
failure-server-certificate-rejected-other = The server’s certificate was not accepted: it breaks a rule of certificates.
    .advice = Ask whoever runs the server to check its certificate.
failure-server-purpose-unknown = The server’s certificate ({ $name }) does not say that it is for a server, and the profile does not say how else to know the server.
    .advice = Another customer could pose as the server. Ask whoever runs it for a server certificate, or for its name: with a line “verify-x509-name "{ $name }" name” in the profile, Adit accepts the certificate of that name only.
failure-server-certificate-revoked = The server’s certificate was revoked by its authority.
    .advice = Do not sign in there. Ask whoever gave you the profile whether the server got a new certificate.
failure-revocation-list-expired = This profile’s list of revoked certificates was good until { $date }.
    .advice = Check this computer’s date. If it is right, ask whoever gave you the profile for one with a current list.
failure-revocation-list-not-yet-valid = This profile’s list of revoked certificates was made on { $date }, which is in the future.
    .advice = Check this computer’s date. If it is right, ask whoever gave you the profile for one with a current list.
failure-revocation-list-invalid = This profile’s list of revoked certificates is damaged, or its authority did not make it.
    .advice = Adit does not connect without it, since the server’s certificate may be among them. Ask whoever gave you the profile for one with a current list.
failure-server-certificate-not-pinned = The server’s certificate is not one that this profile names by its fingerprint.
    .advice = Do not sign in there. Ask whoever gave you the profile whether the server got a new certificate.
failure-server-certificate-weak = The server’s certificate can be forged: it relies on { $weakness }.
    .advice = { $weakness ->
        [MD5] Ask whoever runs the server for a new certificate.
       *[other] Ask whoever runs the server for a new certificate. Until there is one, a line “tls-cert-profile insecure” in the profile accepts this one.
    }
failure-clock-wrong = This computer’s date is wrong: it says { $date }.
    .advice = Adit tries again by itself: a computer that has just started often gets its date from the network. If it does not, set it.
    .advice-ended = Set the date and time of this computer, then connect again.
failure-client-key-too-short = This profile’s private key has { $bits } bits, too few to be safe, and Adit does not sign with it.
    .advice = Ask whoever gave you the profile for a new certificate and key, with an RSA key of 2048 bits or more.
failure-client-certificate-expired = This profile’s certificate expired on { $date }.
    .advice = Ask whoever gave you the profile for a new one.
failure-client-certificate-refused = The server does not accept this profile’s certificate.
    .advice = It may have been revoked, or be missing from the profile. Ask whoever gave you the profile for a new one.
failure-tls-not-compatible = The server and Adit have no way to encrypt in common.
    .advice = The server insists on methods that are not safe any more, or that Adit does not have, like X448. Ask whoever runs it to allow TLS 1.3 with X25519 or P-256, or TLS 1.2 with ECDHE and AES-GCM.
failure-server-tls-too-old = The server knows nothing above TLS 1.1, which is not safe any more.
    .advice = Ask whoever runs the server to allow TLS 1.2 or later (“tls-version-max” must not be below 1.2).
failure-server-silent-at-hello = The server answered, and then did not begin to encrypt.
    .advice = It may only know methods that Adit does not use: TLS below 1.2, or without ECDHE, or with CBC, or a key on a brainpool curve. Ask whoever runs it to allow TLS 1.3, or TLS 1.2 with ECDHE and AES-GCM. If it works from another network, this one drops large packets.
failure-server-silent-after-certificate = The server fell silent when it should accept this profile’s certificate.
    .advice = It may have refused it as expired, revoked or unknown, or the profile may lack one. Ask whoever gave you the profile for a new one. If it works from another network, this one drops large packets.
failure-tls-failed = The encrypted connection to the server could not be set up.
    .advice = Try again. If it happens again, send the details to whoever runs the server.
failure-credentials-needed = The server asks for a user name and a password.
    .advice = Connect again and type them.
failure-credentials-refused = The server refused this user name or password.
    .advice = Check them and try again.
failure-credentials-refused-with-reason = The server refused this user name or password and says: “{ $reason }”
    .advice = Check them and try again.
failure-sign-in-unfinished = The sign-in was not finished in time.
    .advice = The server waits for it for a limited time only. Connect again, and confirm it as soon as you are asked.
failure-not-let-in = The server does not let this profile in.
    .advice = Ask whoever runs the server whether this profile’s certificate may use it, or whether a user name and password are needed.
failure-not-let-in-with-reason = The server does not let this profile in and says: “{ $reason }”
    .advice = Ask whoever runs the server whether this profile’s certificate may use it, or whether a user name and password are needed.
failure-browser-sign-in-refused = The server did not accept the sign-in with the browser.
    .advice = Connect again and sign in again. If that does not help, ask whoever runs the server whether you may use it.
failure-browser-sign-in-refused-with-reason = The server did not accept the sign-in with the browser and says: “{ $reason }”
    .advice = Connect again and sign in again. If that does not help, ask whoever runs the server whether you may use it.
failure-sign-in-page-refused = The server wants a sign-in page opened whose address is not safe to open.
    .advice = Tell whoever runs the server: the address has to begin with https://, name a host, and be of 1024 characters at most.
failure-sign-in-postponed = The server lets nobody in for the moment.
    .advice = Adit tries again by itself, not too often, so that your account is not locked.
    .advice-ended = Connect again later.
failure-sign-in-postponed-with-message = The server lets nobody in for the moment and says: “{ $message }”
    .advice = Adit tries again by itself, not too often, so that your account is not locked.
    .advice-ended = Connect again later.
failure-passphrase-needed = This profile’s private key is locked.
    .advice = Connect again and type its passphrase.
failure-passphrase-wrong = This passphrase does not open the private key.
    .advice = Check it and try again.
failure-challenge-needed = The server asks one more question.
    .advice = Connect again and answer it.
failure-confirm-elsewhere = The server waits for you elsewhere and says: “{ $text }”
    .advice = Do what it says. Adit signs in again by itself.
    .advice-ended = Do what it says, then connect again.
failure-cipher-not-shared = The server has none of the ciphers that this profile allows ({ $offered }).
    .advice = Ask whoever runs the server which ciphers it takes (“data-ciphers”), and for a profile that allows one of them.
failure-cipher-too-old = The server insists on the cipher { $cipher }, which is not safe any more and which Adit does not have.
    .advice = Ask whoever runs the server to add AES-256-GCM to its “data-ciphers”, or AES-256-CBC if it is too old for that.
failure-server-compresses = The server compresses what it sends, which can give away what is in the tunnel.
    .advice = Ask whoever runs the server to remove “comp-lzo” and “compress” from it. If that cannot be, a line “allow-compression asym” in the profile lets Adit read it.
failure-server-option-refused = The server demands something that Adit does not do: { $option }.
    .advice = Ask whoever runs the server whether it can be switched off.
failure-server-halted = The server ended the connection.
    .advice = Ask whoever runs the server before you connect again.
failure-server-halted-with-message = The server ended the connection and says: “{ $message }”
    .advice = Ask whoever runs the server before you connect again.
failure-server-restarting = The server is starting over.
    .advice = Adit connects again in a moment.
    .advice-ended = Connect again in a moment.
failure-server-restarting-with-message = The server is starting over and says: “{ $message }”
    .advice = Adit connects again in a moment.
    .advice-ended = Connect again in a moment.
failure-tunnel-idle = { $minutes ->
    [one] Nobody used the tunnel for a minute, and this server wants it to end then.
   *[other] Nobody used the tunnel for { $minutes } minutes, and this server wants it to end then.
}
    .advice = Connect again when you need it.
failure-session-time-over = { $minutes ->
    [one] This server allows a connection for one minute, and that is over.
   *[other] This server allows a connection for { $minutes } minutes, and they are over.
}
    .advice = Connect again if you need it for longer.
failure-profile-refused = This profile cannot be used because of { $what }.
    .advice = Import it again to see why, or ask whoever gave it to you for another one.
failure-tunnel-device = The tunnel device could not be made.
    .advice = Check that the system has the tun module, then restart Adit’s helper.
failure-network-setup = The network of this computer could not be set up ({ network-step }).
    .advice = Everything was put back. Another network program may be in the way; close it and try again.
failure-network-setup-not-permitted = Adit’s helper may not set up the network of this computer ({ network-step }).
    .advice = Start the helper as a system service, or as the administrator.
failure-network-setup-timed-out = Setting up the network of this computer took too long ({ network-step }).
    .advice = Everything was put back, or will be. Try again; if it happens each time, restart this computer.
failure-network-setup-not-kept = Another program changed the network of this computer while it was being set up.
    .advice = Close other network programs, or tell them to leave Adit’s interfaces alone, and try again.
failure-network-setup-unsupported = This system cannot be set up as this tunnel needs it ({ network-step }).
    .advice = Adit’s documentation lists what each system can do.
# Which part of it, in brackets behind what happened.
network-step = { $step ->
    [plan] judging the plan
    [look] looking at it
    [journal] the record of changes
    [firewall] the firewall
    [interface] the tunnel’s interface
    [address] the tunnel’s address
    [route] a route
    [rule] the rule that leads into the tunnel
    [path-filter] the filter for return paths
    [dns] name servers
    [read-back] reading it back
    [watch] watching it
    [bypass] a socket past the tunnel
    [apply] setting it up
    [undo] putting it back
   *[other] another part
}
failure-network-setup-bad-plan = Adit made a plan for the network that it cannot apply.
    .advice = This is a fault of Adit. Please report it with the log.
failure-not-permitted = This connection belongs to another user of this computer.
    .advice = Ask them to disconnect it.
failure-not-permitted-owner = This connection belongs to user { $owner } of this computer.
    .advice = Ask them to disconnect it.
failure-not-authorized = You may not use VPN connections on this computer.
    .advice = An administrator can allow it: by the group “adit”, or in the file /etc/adit/access.conf.
failure-not-allowed-lock = Your organisation has set when traffic is held back.
    .advice = An administrator can change it in /etc/adit/policy.toml.
failure-not-allowed-let-out = Your organisation does not allow letting traffic out without protection.
    .advice = Connect, or ask an administrator.
failure-not-allowed-own-profile = Your organisation does not allow VPN connections with profiles of your own.
    .advice = Use one of your organisation’s profiles, or ask an administrator.
failure-not-allowed-managed-profile = Your organisation has no such profile for you.
    .advice = Ask an administrator whether it is still there, and for whom.
failure-network-in-use = The network of this computer is in use by a VPN of user { $owner }.
    .advice = Ask them to disconnect it. An administrator can end it with “aditctl disconnect --of { $owner }”.
failure-not-brought-back = Adit’s helper was ended while this connection was wanted, and cannot bring it back without you.
    .advice = Connect again. If you do not need it any more, disconnect it.
failure-unknown-connection = There is no such connection.
    .advice = It may have ended already. Look at the list of connections.
failure-helper-not-running = Adit’s helper is not running.
    .advice = Start it, or look into its log to see why it stopped.
failure-helper-older = Adit’s helper is older than this program.
    .advice = Restart the helper. If that does not help, install Adit again.
failure-helper-newer = Adit’s helper is newer than this program.
    .advice = Restart Adit. If that does not help, install it again.
failure-bad-request-frame-too-large = This profile is too large for Adit’s helper.
    .advice = Profiles up to about 700 KiB fit, with all their keys and lists. Ask whoever made it for a smaller one.
failure-bad-request-not-a-message = Adit’s helper did not understand the request.
    .advice = Update Adit and its helper to the same version.
failure-bad-request-hello-missing = Adit’s helper was asked something before the greeting.
    .advice = Update Adit and its helper to the same version.
failure-bad-request-hello-repeated = Adit’s helper was greeted twice.
    .advice = Update Adit and its helper to the same version.
failure-bad-request-too-many-clients = Too many programs use Adit’s helper.
    .advice = Close some of them and try again.
failure-bad-request-too-many-clients-of-user = Too many of your programs use Adit’s helper.
    .advice = Close some of them and try again.
failure-bad-request-too-many-tunnels = This computer has too many tunnels at one time.
    .advice = Disconnect one and try again.
failure-bad-request-too-many-tunnels-of-user = You have too many tunnels at one time.
    .advice = Disconnect one and try again.
failure-bad-request-too-many-connections = There are too many connections.
    .advice = Disconnect one and try again.
failure-bad-request-busy = This connection is still busy with what it was asked before.
    .advice = Wait a moment and try again.
failure-bad-request-ending = Adit’s helper is just ending.
    .advice = Try again once it has started again.
failure-bad-request-name = The profile’s name is too long or cannot be shown.
    .advice = Give the profile another name.
failure-bad-request-unknown-protocol = Adit’s helper does not speak this profile’s protocol ({ $protocol }).
    .advice = Update Adit and its helper to the same version.
failure-bad-request-proxies = The proxies of this computer’s settings cannot be used.
    .advice = Check the proxies in the system settings.
failure-bad-request-credentials-too-long = The user name or password is too long.
    .advice = Check them and try again.
failure-bad-request-public-address = A server that is reached from everywhere does not tell in which network this computer is.
    .advice = Give the address of a server that is in this network only: a private one, like that of the router.
failure-bad-request-answer-of-other-kind = This answer is not one to the question that is asked.
    .advice = Look at what is asked now, and answer that.
failure-proxy-not-reachable = The proxy { $proxy } cannot be reached.
    .advice = Check this computer’s network, and the proxy’s name and port in the profile or in the system settings.
failure-proxy-no-answer = The proxy { $proxy } does not answer.
    .advice = Try again later, or ask whoever runs the proxy.
failure-proxy-not-a-proxy = What answers at { $proxy } is not a proxy of this kind.
    .advice = Check the port, and whether it is an HTTP or a SOCKS 5 proxy.
failure-proxy-credentials-needed = The proxy { $proxy } asks for a user name and a password.
    .advice = Connect again and type them.
failure-proxy-credentials-refused = The proxy { $proxy } refused this user name or password.
    .advice = Check them and try again. They are the proxy’s, not the VPN server’s.
failure-proxy-sign-in-not-supported = The proxy { $proxy } wants a way to sign in that Adit does not have ({ $offered }).
    .advice = Ask whoever runs the proxy to allow the Basic or Digest scheme, or a user name and password for SOCKS.
failure-proxy-not-allowed = The proxy { $proxy } does not allow connections to this server on port { $port }.
    .advice = Many proxies allow port 443 only. Ask whoever gave you the profile for a server on TCP port 443.
failure-proxy-server-not-reached = The proxy { $proxy } cannot reach { $host }.
    .advice = The server may be down, or the proxy may not know its name. Try again later, or another server.
failure-proxy-no-datagrams = The proxy { $proxy } does not carry UDP.
    .advice = Use a profile with a TCP server, or another proxy.
failure-proxy-refused = The proxy { $proxy } refused the connection and says: “{ $answer }”
    .advice = Ask whoever runs the proxy.
failure-name-servers-silent = The address of { $host } cannot be looked up: the name servers of this network do not answer.
    .advice = Check that this computer is online, and whether other pages open. Adit tries again by itself.
    .advice-ended = Check that this computer is online, and whether other pages open. Then connect again.
failure-no-ipv4 = { $host } can be reached over IPv4 only, and this network has IPv6 only.
    .advice = Try another network, or ask whoever runs the server for an IPv6 address.
failure-no-address-given = The server gave this computer no address.
    .advice = Ask whoever runs the server to assign one: an OpenVPN server does with “server” or “ifconfig-push”.
failure-address-unusable = The address that the server gave cannot be used: { $address }.
    .advice = Ask whoever runs the server to assign another one.
failure-server-key-unsupported = The server’s certificate has a key of the kind { $algorithm }, which Adit cannot check.
    .advice = Ask whoever runs the server for a certificate with an RSA, ECDSA or Ed25519 key.
failure-session-token-refused = The server forgot this sign-in.
    .advice = Adit signs in again by itself.
    .advice-ended = Sign in again.
failure-other-service-http = What answers at { $host } on port { $port } is a web server, not this VPN.
    .advice = The address or port in the profile may be wrong, or a sign-in page of this network is in between. Open a web page; if none asks you to sign in, ask whoever runs the server.
failure-other-service-tls = What answers at { $host } on port { $port } is a service over TLS, not this VPN.
    .advice = The address or port in the profile may be wrong, or the server is of another kind. Ask whoever gave you the profile.
failure-other-service-ssh = What answers at { $host } on port { $port } is a secure shell server, not this VPN.
    .advice = The address or port in the profile may be wrong. Ask whoever gave you the profile.
failure-other-service-unknown = What answers at { $host } on port { $port } is not this VPN.
    .advice = The address or port in the profile may be wrong. Ask whoever gave you the profile.
# In place of an option’s value.
option-not-set = not set
failure-nothing-readable = The tunnel was set up, but nothing that the server sends through it can be read.
    .advice = Profile and server differ in an option such as “cipher”, “auth”, “comp-lzo” or “fragment”. Ask whoever runs the server for a profile that fits it.
failure-nothing-readable-differs = The tunnel was set up, but nothing that the server sends through it can be read: “{ $option }” is { $ours } in the profile and { $theirs } at the server.
    .advice = Ask whoever runs the server for a profile that fits it, or to change it there.
failure-cancelled = You cancelled.
    .advice = Connect again whenever you like.
failure-internal = Something in Adit went wrong.
    .advice = Try again, and please report the details so that it can be fixed.
