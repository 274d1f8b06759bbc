# What a tunnel that is up does without or does differently: a sentence each, and `.advice` where something can be done.
# $origin is server or profile.

notice-name-server-not-used =
    { $origin ->
        [profile] Le serveur de noms { $server } de ce profil n’est pas utilisé : c’est { address-kind }.
       *[server] Le serveur de noms { $server } de ce serveur n’est pas utilisé : c’est { address-kind }.
    }
notice-route-not-used =
    { $origin ->
        [profile] La route de ce profil vers { $route } n’est pas utilisée{ route-kind }.
       *[server] La route de ce serveur vers { $route } n’est pas utilisée{ route-kind }.
    }
notice-address-not-used =
    { $origin ->
        [profile] L’adresse du tunnel { $address }, indiquée par le profil, n’est pas utilisée.
       *[server] L’adresse du tunnel { $address }, donnée par le serveur, n’est pas utilisée.
    }
notice-domain-not-used =
    { $origin ->
        [profile] Le domaine { $domain } de ce profil n’est pas utilisé : ce n’est pas un nom de domaine.
       *[server] Le domaine { $domain } de ce serveur n’est pas utilisé : ce n’est pas un nom de domaine.
    }
notice-domains-without-server =
    { $origin ->
        [profile] Ce profil indique des domaines, mais aucun serveur de noms qui réponde pour eux.
       *[server] Ce serveur indique des domaines, mais aucun serveur de noms qui réponde pour eux.
    }
notice-too-many =
    { $what ->
        [name-servers]
            { $left-out ->
                [one] Un serveur de noms n’est pas utilisé : un tunnel en a { $used } au plus.
                [many] { $left-out } de serveurs de noms ne sont pas utilisés : un tunnel en a { $used } au plus.
               *[other] { $left-out } serveurs de noms ne sont pas utilisés : un tunnel en a { $used } au plus.
            }
        [domains]
            { $left-out ->
                [one] Un domaine n’est pas utilisé : un tunnel en a { $used } au plus.
                [many] { $left-out } de domaines ne sont pas utilisés : un tunnel en a { $used } au plus.
               *[other] { $left-out } domaines ne sont pas utilisés : un tunnel en a { $used } au plus.
            }
        [addresses]
            { $left-out ->
                [one] Une adresse n’est pas utilisée : un tunnel en a { $used } au plus.
                [many] { $left-out } d’adresses ne sont pas utilisées : un tunnel en a { $used } au plus.
               *[other] { $left-out } adresses ne sont pas utilisées : un tunnel en a { $used } au plus.
            }
       *[routes]
            { $left-out ->
                [one] Un réseau n’est pas utilisé : un tunnel en a { $used } au plus.
                [many] { $left-out } de réseaux ne sont pas utilisés : un tunnel en a { $used } au plus.
               *[other] { $left-out } réseaux ne sont pas utilisés : un tunnel en a { $used } au plus.
            }
    }
notice-route-is-local-network = Le réseau { $route } du VPN est aussi celui où se trouve cet ordinateur ({ $interface }).
    .advice = Les appareils proches, comme une imprimante ou le routeur, ont les mêmes adresses que ceux du VPN. Utilisez un autre réseau local si l’un d’eux vous manque.
notice-option-not-used =
    { $origin ->
        [profile] L’option « { $option } » de ce profil n’est pas utilisée.
       *[server] L’option « { $option } » de ce serveur n’est pas utilisée.
    }
notice-server-compresses = Le serveur compresse ce qu’il envoie, ce qui peut révéler le contenu du tunnel.
    .advice = Adit le lit et ne compresse rien lui-même. Demandez à l’administrateur du serveur de désactiver la compression.
notice-option-differs = « { $option } » est { $ours } dans le profil et { $theirs } sur le serveur : certains paquets peuvent ne pas arriver.
    .advice = Demandez un profil adapté à l’administrateur du serveur.
notice-taken-away =
    { $known ->
        [yes] { $program } a supprimé { $what } de cet ordinateur, et Adit les a rétablis.
       *[no] Un autre programme a supprimé { $what } de cet ordinateur, et Adit les a rétablis.
    }
    .advice = Le tunnel fonctionne comme avant. Si cela se reproduit, Adit le signale.
# Why a route is not used, behind “is not used”.
route-kind =
    { $range ->
        [none] { "" }
       *[other] { "" } : elle mène à { address-kind }
    }
address-kind =
    { $range ->
        [loopback] une adresse de cet ordinateur
        [multicast] une adresse de groupe
        [broadcast] une adresse de tous les appareils du réseau
        [embedded] une adresse IPv4 dans une adresse IPv6
        [link-local] une adresse valable sur un seul lien
       *[unspecified] une adresse qui n’est celle d’aucun hôte
    }
