# What a tunnel that is up does without or does differently: a sentence each, and `.advice` where something can be done.
# $origin is server or profile.

notice-name-server-not-used =
    { $origin ->
        [profile] O servidor de nomes { $server } deste perfil não é usado: é { address-kind }.
       *[server] O servidor de nomes { $server } deste servidor não é usado: é { address-kind }.
    }
notice-route-not-used =
    { $origin ->
        [profile] A rota deste perfil para { $route } não é usada{ route-kind }.
       *[server] A rota deste servidor para { $route } não é usada{ route-kind }.
    }
notice-address-not-used =
    { $origin ->
        [profile] O endereço do túnel { $address }, indicado pelo perfil, não é usado.
       *[server] O endereço do túnel { $address }, dado pelo servidor, não é usado.
    }
notice-domain-not-used =
    { $origin ->
        [profile] O domínio { $domain } deste perfil não é usado: não é um nome de domínio.
       *[server] O domínio { $domain } deste servidor não é usado: não é um nome de domínio.
    }
notice-domains-without-server =
    { $origin ->
        [profile] Este perfil indica domínios, mas nenhum servidor de nomes que responda por eles.
       *[server] Este servidor indica domínios, mas nenhum servidor de nomes que responda por eles.
    }
notice-too-many =
    { $what ->
        [name-servers]
            { $left-out ->
                [one] Um servidor de nomes não é usado: um túnel tem no máximo { $used }.
                [many] { $left-out } de servidores de nomes não são usados: um túnel tem no máximo { $used }.
               *[other] { $left-out } servidores de nomes não são usados: um túnel tem no máximo { $used }.
            }
        [domains]
            { $left-out ->
                [one] Um domínio não é usado: um túnel tem no máximo { $used }.
                [many] { $left-out } de domínios não são usados: um túnel tem no máximo { $used }.
               *[other] { $left-out } domínios não são usados: um túnel tem no máximo { $used }.
            }
        [addresses]
            { $left-out ->
                [one] Um endereço não é usado: um túnel tem no máximo { $used }.
                [many] { $left-out } de endereços não são usados: um túnel tem no máximo { $used }.
               *[other] { $left-out } endereços não são usados: um túnel tem no máximo { $used }.
            }
       *[routes]
            { $left-out ->
                [one] Uma rede não é usada: um túnel tem no máximo { $used }.
                [many] { $left-out } de redes não são usadas: um túnel tem no máximo { $used }.
               *[other] { $left-out } redes não são usadas: um túnel tem no máximo { $used }.
            }
    }
notice-route-is-local-network = A rede { $route } da VPN é também a rede em que este computador está ({ $interface }).
    .advice = Dispositivos próximos, como uma impressora ou o roteador, têm os mesmos endereços que os da VPN. Use outra rede local se sentir falta de algum deles.
notice-option-not-used =
    { $origin ->
        [profile] A opção “{ $option }” deste perfil não é usada.
       *[server] A opção “{ $option }” deste servidor não é usada.
    }
notice-server-compresses = O servidor comprime o que envia, o que pode revelar o conteúdo do túnel.
    .advice = O Adit lê isso e não comprime nada. Peça ao administrador do servidor que desative a compressão.
notice-option-differs = “{ $option }” é { $ours } no perfil e { $theirs } no servidor, por isso alguns pacotes podem não chegar.
    .advice = Peça ao administrador do servidor um perfil que combine com ele.
notice-taken-away =
    { $known ->
        [yes] { $program } removeu { $what } deste computador, e o Adit restaurou tudo.
       *[no] Outro programa removeu { $what } deste computador, e o Adit restaurou tudo.
    }
    .advice = O túnel funciona como antes. Se acontecer de novo, o Adit avisa.
# Why a route is not used, behind “is not used”.
route-kind =
    { $range ->
        [none] { "" }
       *[other] : leva a { address-kind }
    }
address-kind =
    { $range ->
        [loopback] um endereço deste computador
        [multicast] um endereço de grupo
        [broadcast] um endereço de todos na rede
        [embedded] um endereço IPv4 dentro de um IPv6
        [link-local] um endereço válido em um só enlace
       *[unspecified] um endereço que não é de nenhum host
    }
