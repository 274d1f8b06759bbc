# The lock: whether traffic is held back, what is let out nevertheless, and what can be chosen. $name is a connection, $user a
# user of this computer, $time a time of day.

protection-open = Nothing is held back.
protection-tunnels = Traffic leaves through tunnels only; everything beside them is held back.
protection-held = Traffic is held back because “{ $name }” is not connected.
    .advice = Connect again, or let the traffic out without protection.
protection-held-trying = Traffic is held back until “{ $name }” is connected.
    .advice = Adit goes on trying. You can let the traffic out without protection meanwhile.
protection-held-other = Traffic is held back because a tunnel of { $user } is not connected.
    .advice = { $user } can connect it again. You can let the traffic out without protection meanwhile.
protection-held-always = Traffic is held back because no tunnel is connected.
    .advice = This is what was chosen for this computer. Connect, or let the traffic out.
protection-let-out = Traffic goes out without protection, because somebody let it out.
    .advice = It is held back again once a tunnel is connected, or at once if you want.
protection-failed = Traffic should be held back, and this computer’s firewall does not do so.
    .advice = Another firewall program may have removed Adit’s rules, or the system has none for Adit to use. Go offline if nothing must get out; the log has the details.

protection-exception-sign-in = The browser of { $user } can reach the internet until { $time }, to sign in to “{ $name }”.
protection-exception-portal = The sign-in page of this network can be reached by { $user } until { $time }.

protection-taken-away = Another program removes { $what } again and again ({ $times ->
    [one] once
   *[other] { $times } times
} lately). Adit puts them back each time.
    .advice = Look for another VPN, firewall or network program on this computer, and end it or tell it to leave Adit’s tunnels alone.
protection-taken-away-by = { $program } removes { $what } again and again ({ $times ->
    [one] once
   *[other] { $times } times
} lately). Adit puts them back each time.
    .advice = Tell { $program } to leave Adit’s tunnels alone, or end it while you need the tunnel.
protection-what = { $what ->
    [address] the tunnel’s addresses
    [dns] the tunnel’s name servers
    [firewall] Adit’s firewall rules
    [interface] settings of the tunnel’s interface
    [route] the tunnel’s routes
    [rule] the rules that lead traffic into the tunnel
   *[other] parts of the tunnel’s network settings
}

protection-lock-off = Never hold traffic back
    .advice = When a tunnel breaks, traffic goes out beside it.
protection-lock-while-wanted = While a connection is wanted (recommended)
    .advice = From Connect to Disconnect, nothing leaves beside a tunnel that takes all traffic.
protection-lock-always = Always, also without a connection
    .advice = From the start of this computer on, nothing leaves without a tunnel, until somebody lets it out.
protection-lan-yes = Devices in the local network can be reached while traffic is held back.
protection-lan-no = Devices in the local network cannot be reached while traffic is held back.
protection-check-yes = A network in which no server answers is asked whether it wants a sign-in.
protection-check-no = No network is asked whether it wants a sign-in.
