# What a tunnel that is up does without or does differently: a sentence each, and `.advice` where something can be done.
# $origin is server or profile.

notice-name-server-not-used = { $origin ->
    [profile] No se usa el servidor de nombres { $server } de este perfil: es { address-kind }.
   *[server] No se usa el servidor de nombres { $server } de este servidor: es { address-kind }.
}
notice-route-not-used = { $origin ->
    [profile] No se usa la ruta a { $route } de este perfil{ route-kind }.
   *[server] No se usa la ruta a { $route } de este servidor{ route-kind }.
}
notice-address-not-used = { $origin ->
    [profile] No se usa la dirección de túnel { $address }, que indica el perfil.
   *[server] No se usa la dirección de túnel { $address }, que dio el servidor.
}
notice-domain-not-used = { $origin ->
    [profile] No se usa el dominio { $domain } de este perfil: no es un nombre de dominio.
   *[server] No se usa el dominio { $domain } de este servidor: no es un nombre de dominio.
}
notice-domains-without-server = { $origin ->
    [profile] Este perfil indica dominios, pero ningún servidor de nombres que responda por ellos.
   *[server] Este servidor indica dominios, pero ningún servidor de nombres que responda por ellos.
}
notice-too-many = { $what ->
    [name-servers] { $left-out ->
        [one] No se usa un servidor de nombres: un túnel tiene como máximo { $used }.
        [many] No se usan { $left-out } de servidores de nombres: un túnel tiene como máximo { $used }.
       *[other] No se usan { $left-out } servidores de nombres: un túnel tiene como máximo { $used }.
    }
    [domains] { $left-out ->
        [one] No se usa un dominio: un túnel tiene como máximo { $used }.
        [many] No se usan { $left-out } de dominios: un túnel tiene como máximo { $used }.
       *[other] No se usan { $left-out } dominios: un túnel tiene como máximo { $used }.
    }
    [addresses] { $left-out ->
        [one] No se usa una dirección: un túnel tiene como máximo { $used }.
        [many] No se usan { $left-out } de direcciones: un túnel tiene como máximo { $used }.
       *[other] No se usan { $left-out } direcciones: un túnel tiene como máximo { $used }.
    }
   *[routes] { $left-out ->
        [one] No se usa una red: un túnel tiene como máximo { $used }.
        [many] No se usan { $left-out } de redes: un túnel tiene como máximo { $used }.
       *[other] No se usan { $left-out } redes: un túnel tiene como máximo { $used }.
    }
}
notice-route-is-local-network = La red { $route } de la VPN es también la red en la que está este equipo ({ $interface }).
    .advice = Los dispositivos cercanos, como una impresora o el router, y los de la VPN tienen las mismas direcciones. Si falta alguno, usar otra red local.
notice-option-not-used = { $origin ->
    [profile] No se usa la opción «{ $option }» de este perfil.
   *[server] No se usa la opción «{ $option }» de este servidor.
}
notice-server-compresses = El servidor comprime lo que envía, lo que puede revelar el contenido del túnel.
    .advice = Adit lo lee y no comprime nada por su parte. Pedir a quien administra el servidor que desactive la compresión.
notice-option-differs = «{ $option }» es { $ours } en el perfil y { $theirs } en el servidor, así que algunos paquetes pueden no llegar.
    .advice = Pedir un perfil que encaje a quien administra el servidor.
notice-taken-away = { $known ->
    [yes] { $program } quitó { $what } de este equipo, y Adit lo ha repuesto.
   *[no] Otro programa quitó { $what } de este equipo, y Adit lo ha repuesto.
}
    .advice = El túnel funciona como antes. Si vuelve a ocurrir, Adit lo dice.

# Why a route is not used, behind “is not used”.
route-kind = { $range ->
    [none] { "" }
   *[other] : lleva a { address-kind }
}
address-kind = { $range ->
    [loopback] una dirección de este equipo
    [multicast] una dirección de grupo
    [broadcast] una dirección de todos los equipos de la red
    [embedded] una dirección IPv4 dentro de una IPv6
    [link-local] una dirección válida en un solo enlace
   *[unspecified] una dirección que no es de ningún equipo
}
