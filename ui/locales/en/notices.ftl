# What a tunnel that is up does without or does differently: a sentence each, and `.advice` where something can be done.
# $origin is server or profile.

notice-name-server-not-used = { $origin ->
    [profile] This profile’s name server { $server } is not used: it is { address-kind }.
   *[server] This server’s name server { $server } is not used: it is { address-kind }.
}
notice-route-not-used = { $origin ->
    [profile] This profile’s route to { $route } is not used{ route-kind }.
   *[server] This server’s route to { $route } is not used{ route-kind }.
}
notice-address-not-used = { $origin ->
    [profile] The tunnel’s address { $address }, which the profile names, is not used.
   *[server] The tunnel’s address { $address }, which the server gave, is not used.
}
notice-domain-not-used = { $origin ->
    [profile] This profile’s domain { $domain } is not used: it is not a domain name.
   *[server] This server’s domain { $domain } is not used: it is not a domain name.
}
notice-domains-without-server = { $origin ->
    [profile] This profile names domains, but no name server that answers for them.
   *[server] This server names domains, but no name server that answers for them.
}
notice-too-many = { $what ->
    [name-servers] { $left-out ->
        [one] One name server is not used: a tunnel has at most { $used }.
       *[other] { $left-out } name servers are not used: a tunnel has at most { $used }.
    }
    [domains] { $left-out ->
        [one] One domain is not used: a tunnel has at most { $used }.
       *[other] { $left-out } domains are not used: a tunnel has at most { $used }.
    }
    [addresses] { $left-out ->
        [one] One address is not used: a tunnel has at most { $used }.
       *[other] { $left-out } addresses are not used: a tunnel has at most { $used }.
    }
   *[routes] { $left-out ->
        [one] One network is not used: a tunnel has at most { $used }.
       *[other] { $left-out } networks are not used: a tunnel has at most { $used }.
    }
}
notice-route-is-local-network = The VPN’s network { $route } is also the network that this computer is in ({ $interface }).
    .advice = Devices near you, such as a printer or the router, and those of the VPN have the same addresses. Use another local network if you miss one of them.
notice-option-not-used = { $origin ->
    [profile] This profile’s option “{ $option }” is not used.
   *[server] This server’s option “{ $option }” is not used.
}
notice-server-compresses = The server compresses what it sends, which can give away what is in the tunnel.
    .advice = Adit reads it and compresses nothing itself. Ask whoever runs the server to switch compression off.
notice-option-differs = “{ $option }” is { $ours } in the profile and { $theirs } at the server, so some packets may not arrive.
    .advice = Ask whoever runs the server for a profile that fits it.
notice-taken-away = { $known ->
    [yes] { $program } removed { $what } from this computer, and Adit put them back.
   *[no] Another program removed { $what } from this computer, and Adit put them back.
}
    .advice = The tunnel works as before. If this happens again, Adit says so.

# Why a route is not used, behind “is not used”.
route-kind = { $range ->
    [none] { "" }
   *[other] : it leads to { address-kind }
}
address-kind = { $range ->
    [loopback] an address of this computer
    [multicast] an address of a group
    [broadcast] an address of everybody on the network
    [embedded] an IPv4 address in an IPv6 one
    [link-local] an address that is valid on one link only
   *[unspecified] no address of a host
}
