# What goes where with several tunnels, whether it really does, what two tunnels both want, and how much went through them.
# $name and $other are connections.

## What goes through one tunnel while others are up

sentence-all-but-one = All traffic goes through { $name }, except { $network }, which goes through { $other }.
sentence-all-but-some = All traffic goes through { $name }, except { $count } networks, which go through other tunnels.
sentence-rest-elsewhere = { $count ->
    [one] One network goes through { $name }.
   *[other] { $count } networks go through { $name }.
} Everything else goes through { $other }, which was connected first.
sentence-nothing-all-taken = Nothing goes through { $name }: { $other } was connected first and takes all traffic.
sentence-nothing-taken = Nothing goes through { $name }: { $other } has its networks.
sentence-some-lost = { $count ->
    [one] One network goes through { $name }
   *[other] { $count } networks go through { $name }
}; { $lost ->
    [one] one more goes through { $other }.
   *[other] { $lost } more go through other tunnels.
}

## What goes where

ways-title = What goes where
ways-names = Names
ways-everything = Everything
ways-everything-else = Everything else
ways-ipv6 = IPv6
ways-ipv6-else = Other IPv6
ways-all-names = All names
ways-other-names = Other names
ways-below = *.{ $domain }
ways-direct = directly
ways-held = held back
ways-as-without = as without a tunnel
ways-servers = { $servers } through { $name }
ways-server = { $server } ({ $name })
ways-more = { $count ->
    [one] One more network
   *[other] { $count } more networks
}
ways-later = { $other } wants it too. { $name } was connected first.
ways-wider = { $other } wants { $network }, which includes it. The smaller network wins.
ways-one-list = This computer asks these servers one after the other for every name.
ways-other-user = a tunnel of another user

## What was looked at

check-title-ago = { $unit ->
    [seconds] Checked { $count } s ago
    [minutes] Checked { $count } min ago
   *[now] Checked just now
}
check-waiting = Not checked yet
check-running = Checking…
check-now = Check now
check-again = Connect again
check-routes = Routes as planned
check-routes-astray = { $count ->
    [one] { $network } does not go through the tunnel
   *[other] { $count } networks do not go through the tunnel, among them { $network }
}
    .advice = { $by ->
        [nowhere] It goes nowhere. Another program has changed this computer’s routes.
       *[other] It leaves through { $by }. Another program has changed this computer’s routes.
    }
check-names = { $count ->
    [one] Name server answers through the tunnel
   *[other] Name servers answer through the tunnel
}
check-names-silent = Name server { $server } does not answer
    .advice = Names of this tunnel may not be found. If connecting again does not help, tell whoever runs the server.
check-names-refused = Name server { $server } refuses to answer
    .advice = Names of this tunnel may not be found. Tell whoever runs the server.
check-names-beside = Name server { $server } is not asked through the tunnel
    .advice = { $by ->
        [nowhere] There is no way to it. Another program has changed this computer’s routes.
       *[other] It would be asked through { $by }. Another program has changed this computer’s routes.
    }
check-names-unused = This computer asks other name servers
    .advice = Another program has replaced the tunnel’s name servers.
check-ipv6-carried = IPv6 goes through the tunnel
check-ipv6-held = IPv6 held back
check-ipv6-astray = IPv6 leaves beside the tunnel
    .advice = It leaves through { $by }. Another program has changed this computer’s routes.
check-round-trip = Round trip to the server
check-round-trip-value = { $ms } ms
check-round-trip-short = below 1 ms

## What two tunnels both want

overlap-title = { $name } and { $other } want the same networks
overlap-title-all = { $name } and { $other } both take all traffic
overlap-stays = { $network } stays with { $other }, which is connected already.
overlap-goes = { $network } goes through { $name }, which asks for the smaller network.
overlap-stays-wider = { $network } within it stays with { $other }, which asks for the smaller network.
overlap-all-stays = All traffic stays with { $other }, which is connected already.
overlap-more = { $count ->
    [one] One more network is wanted by both.
   *[other] { $count } more networks are wanted by both.
}
overlap-both = Connect both
overlap-instead = Disconnect { $other } first
overlap-cancel = Cancel

## The end of a session

session-soon = The server ends this session at { $time }.
    .advice = Connect again before that if you need it longer.
notify-session-end = { $name } ends at { $time }
    .advice = The server ends this session then. Connect again before that if you need it longer.

## How much went through

history-minute = 60 s
history-hour = 1 h
history-today = Today
history-month = Month
history-span = Time
history-off = Traffic is not recorded. You can switch that on in the settings.
history-none = Nothing yet.
history-clear = Clear history
history-sum = { $received } received, { $sent } sent
history-month-table = Traffic of this month by profile
history-profile = Profile
history-received = Received
history-sent = Sent
history-dropped = Dropped: { $causes }
