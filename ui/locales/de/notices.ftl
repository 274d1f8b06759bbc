# What a tunnel that is up does without or does differently: a sentence each, and `.advice` where something can be done.
# $origin is server or profile.

notice-name-server-not-used = { $origin ->
    [profile] Der Namensserver { $server } dieses Profils wird nicht benutzt ({ address-kind }).
   *[server] Der Namensserver { $server } dieses Servers wird nicht benutzt ({ address-kind }).
}
notice-route-not-used = { $origin ->
    [profile] Die Route nach { $route } aus dem Profil wird nicht benutzt{ route-kind }.
   *[server] Die Route nach { $route } vom Server wird nicht benutzt{ route-kind }.
}
notice-address-not-used = { $origin ->
    [profile] Die Tunneladresse { $address }, die das Profil nennt, wird nicht benutzt.
   *[server] Die Tunneladresse { $address }, die der Server vergeben hat, wird nicht benutzt.
}
notice-domain-not-used = { $origin ->
    [profile] Die Domäne { $domain } aus dem Profil wird nicht benutzt: Das ist kein Domänenname.
   *[server] Die Domäne { $domain } vom Server wird nicht benutzt: Das ist kein Domänenname.
}
notice-domains-without-server = { $origin ->
    [profile] Dieses Profil nennt Domänen, aber keinen Namensserver, der für sie antwortet.
   *[server] Dieser Server nennt Domänen, aber keinen Namensserver, der für sie antwortet.
}
notice-too-many = { $what ->
    [name-servers] { $left-out ->
        [one] Ein Namensserver wird nicht benutzt: Ein Tunnel hat höchstens { $used }.
       *[other] { $left-out } Namensserver werden nicht benutzt: Ein Tunnel hat höchstens { $used }.
    }
    [domains] { $left-out ->
        [one] Eine Domäne wird nicht benutzt: Ein Tunnel hat höchstens { $used }.
       *[other] { $left-out } Domänen werden nicht benutzt: Ein Tunnel hat höchstens { $used }.
    }
    [addresses] { $left-out ->
        [one] Eine Adresse wird nicht benutzt: Ein Tunnel hat höchstens { $used }.
       *[other] { $left-out } Adressen werden nicht benutzt: Ein Tunnel hat höchstens { $used }.
    }
   *[routes] { $left-out ->
        [one] Ein Netz wird nicht benutzt: Ein Tunnel hat höchstens { $used }.
       *[other] { $left-out } Netze werden nicht benutzt: Ein Tunnel hat höchstens { $used }.
    }
}
notice-route-is-local-network = Das Netz { $route } des VPNs ist auch das Netz, in dem dieser Computer ist ({ $interface }).
    .advice = Geräte in der Nähe, etwa ein Drucker oder der Router, haben dieselben Adressen wie Geräte im VPN. Fehlt eines davon, ein anderes lokales Netz benutzen.
notice-option-not-used = { $origin ->
    [profile] Die Option „{ $option }“ dieses Profils wird nicht benutzt.
   *[server] Die Option „{ $option }“ dieses Servers wird nicht benutzt.
}
notice-server-compresses = Der Server komprimiert, was er sendet; das kann den Inhalt des Tunnels verraten.
    .advice = Adit liest es und komprimiert selbst nichts. Den Betreiber des Servers bitten, die Komprimierung abzuschalten.
notice-option-differs = „{ $option }“ ist { $ours } im Profil und { $theirs } beim Server; manche Pakete kommen deshalb vielleicht nicht an.
    .advice = Den Betreiber des Servers um ein passendes Profil bitten.
notice-taken-away = { $known ->
    [yes] { $program } hat { $what } von diesem Computer entfernt, und Adit hat sie wiederhergestellt.
   *[no] Ein anderes Programm hat { $what } von diesem Computer entfernt, und Adit hat sie wiederhergestellt.
}
    .advice = Der Tunnel arbeitet wie zuvor. Geschieht das erneut, sagt Adit es.

# Why a route is not used, behind “is not used”.
route-kind = { $range ->
    [none] { "" }
   *[other] { " " }({ address-kind })
}
address-kind = { $range ->
    [loopback] eine Adresse dieses Computers
    [multicast] eine Gruppenadresse
    [broadcast] eine Adresse aller im Netz
    [embedded] eine IPv4-Adresse in einer IPv6-Adresse
    [link-local] eine Adresse, die nur auf einer Leitung gilt
   *[unspecified] eine Adresse, die keinem Rechner gehört
}
