# What a tunnel that is up does without or does differently: a sentence each, and `.advice` where something can be done.
# $origin is server or profile.

notice-name-server-not-used =
    { $origin ->
        [profile] 未使用此配置文件的名称服务器 { $server }：它是{ address-kind }。
       *[server] 未使用此服务器的名称服务器 { $server }：它是{ address-kind }。
    }
notice-route-not-used =
    { $origin ->
        [profile] 未使用此配置文件通往 { $route } 的路由{ route-kind }。
       *[server] 未使用此服务器通往 { $route } 的路由{ route-kind }。
    }
notice-address-not-used =
    { $origin ->
        [profile] 未使用配置文件指定的隧道地址 { $address }。
       *[server] 未使用服务器分配的隧道地址 { $address }。
    }
notice-domain-not-used =
    { $origin ->
        [profile] 未使用此配置文件的域 { $domain }：它不是域名。
       *[server] 未使用此服务器的域 { $domain }：它不是域名。
    }
notice-domains-without-server =
    { $origin ->
        [profile] 此配置文件指定了域，但没有为其应答的名称服务器。
       *[server] 此服务器指定了域，但没有为其应答的名称服务器。
    }
notice-too-many =
    { $what ->
        [name-servers]
            { $left-out ->
               *[other] 未使用 { $left-out } 个名称服务器：一个隧道最多有 { $used } 个。
            }
        [domains]
            { $left-out ->
               *[other] 未使用 { $left-out } 个域：一个隧道最多有 { $used } 个。
            }
        [addresses]
            { $left-out ->
               *[other] 未使用 { $left-out } 个地址：一个隧道最多有 { $used } 个。
            }
       *[routes]
            { $left-out ->
               *[other] 未使用 { $left-out } 个网络：一个隧道最多有 { $used } 个。
            }
    }
notice-route-is-local-network = VPN 的网络 { $route } 也是此计算机所在的网络（{ $interface }）。
    .advice = 您附近的设备（例如打印机或路由器）与 VPN 中的设备地址相同。如果无法访问其中某个设备，请使用其他本地网络。
notice-option-not-used =
    { $origin ->
        [profile] 未使用此配置文件的选项“{ $option }”。
       *[server] 未使用此服务器的选项“{ $option }”。
    }
notice-server-compresses = 服务器会压缩其发送的内容，这可能泄露隧道中的内容。
    .advice = Adit 可以读取，但自身不会压缩。请联系服务器管理员关闭压缩。
notice-option-differs = “{ $option }”在配置文件中为 { $ours }，在服务器上为 { $theirs }，因此某些数据包可能无法到达。
    .advice = 请向服务器管理员索取与其相符的配置文件。
notice-taken-away =
    { $known ->
        [yes] { $program } 从此计算机移除了{ $what }，Adit 已将其恢复。
       *[no] 其他程序从此计算机移除了{ $what }，Adit 已将其恢复。
    }
    .advice = 隧道照常工作。如果再次发生，Adit 会告知您。
# Why a route is not used, behind “is not used”.
route-kind =
    { $range ->
        [none] { "" }
       *[other] ：它通往{ address-kind }
    }
address-kind =
    { $range ->
        [loopback] 此计算机的地址
        [multicast] 组播地址
        [broadcast] 广播地址
        [embedded] IPv6 地址中的 IPv4 地址
        [link-local] 仅在单个链路上有效的地址
       *[unspecified] 不属于任何主机的地址
    }
