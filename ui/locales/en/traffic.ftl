# Packets of a tunnel: how many, how many were dropped and why, and how they are moved.

traffic-packets = { $received } received, { $sent } sent
traffic-packets-each = { $each } at a time

## Dropped packets by cause: in a list of their own, or after their sum

drops = { $count ->
    [one] { $count } packet
   *[other] { $count } packets
}: { $causes }
drop = { $count } { $what }
drop-malformed = badly built
drop-no-key = under a key that nobody has
drop-not-authentic = not from the server, or damaged
drop-replayed = repeated or too late
drop-compressed = compressed in a way that is not allowed
drop-fragment = in pieces that do not fit
drop-not-ip = without an IP packet inside
drop-before-tunnel = before the tunnel was ready
drop-interface-refused = refused by the tunnel’s interface
drop-stale = waiting from before a reconnect
drop-unsendable = that cannot be sent
drop-loop = of the tunnel’s own, led back into it
drop-too-big = too large for the path
drop-no-room = too large for any frame
drop-no-send-key = without a key to seal them
drop-key-used-up = between two keys
drop-send-refused = refused by the network

## How packets are moved

path-single = { $transport }, one packet at a time
path-batches = { $transport }, in batches
path-segments = { $transport }, in large batches
path-stream = { $transport }, in large pieces

fallback-interface-offload-refused = The tunnel’s interface handles packets one by one: the system refused more.
fallback-interface-udp-missing = The tunnel’s interface batches TCP only: UDP needs Linux 6.2.
fallback-interface-offload-off = The tunnel’s interface handles packets one by one.
fallback-segments-refused = Batches are sent in single packets: the system or the network card refused more.
fallback-segments-too-long = Full packets are sent by themselves: they are longer than the path takes.
fallback-merging-refused = Received packets come one by one: the system refused to join them.
fallback-batches-off = Batches to the server are smaller than they could be.
fallback-proxied = Packets go one by one: a proxy is on the way.
fallback-batches-unknown = Packets go one by one: this system knows no batches.
fallback-two-passes = Each packet is passed twice: the cipher needs it.
fallback-pieces = Packets are cut into pieces: the profile says “fragment”.
fallback-compression-frame = Packets carry a compression header: the server wants it.

kernel-offload-absent = This system’s kernel has no OpenVPN of its own.
kernel-offload-not-loaded = This system’s kernel has OpenVPN of its own, in its module { $module }. Adit does not use it.
kernel-offload-present = This system’s kernel has OpenVPN of its own ({ $family }). Adit does not use it.
