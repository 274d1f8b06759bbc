# The lock: whether traffic is held back, what is let out nevertheless, and what can be chosen. $name is a connection, $user a
# user of this computer, $time a time of day.

protection-open = 没有阻止任何流量。
protection-tunnels = 流量只能通过隧道传出；隧道之外的流量都会被阻止。
protection-held = 由于“{ $name }”未连接，流量已被阻止。
    .advice = 请重新连接，或在没有保护的情况下放行流量。
protection-held-trying = 在“{ $name }”连接之前，流量会被阻止。
    .advice = Adit 会继续尝试。在此期间，您可以在没有保护的情况下放行流量。
protection-held-other = 由于 { $user } 的隧道未连接，流量已被阻止。
    .advice = { $user } 可以重新连接。在此期间，您可以在没有保护的情况下放行流量。
protection-held-always = 由于没有隧道连接，流量已被阻止。
    .advice = 这是为此计算机选择的设置。请连接，或放行流量。
protection-let-out = 由于有人放行，流量正在没有保护的情况下传出。
    .advice = 隧道连接后会重新阻止；您也可以立即阻止。
protection-failed = 流量本应被阻止，但此计算机的防火墙没有执行。
    .advice = 其他防火墙程序可能移除了 Adit 的规则，或者系统没有可供 Adit 使用的防火墙。如果不得有任何流量传出，请断开网络；详细信息请参阅日志。
protection-exception-sign-in = 在 { $time } 之前，{ $user } 的浏览器可以访问互联网，以登录“{ $name }”。
protection-exception-portal = 在 { $time } 之前，{ $user } 可以访问此网络的登录页面。
protection-taken-away =
    其他程序不断移除{ $what }（最近 { $times ->
       *[other] { $times } 次
    }）。Adit 每次都会恢复。
    .advice = 请在此计算机上查找其他 VPN、防火墙或网络程序，将其结束，或设置为不处理 Adit 的隧道。
protection-taken-away-by =
    { $program } 不断移除{ $what }（最近 { $times ->
       *[other] { $times } 次
    }）。Adit 每次都会恢复。
    .advice = 请将 { $program } 设置为不处理 Adit 的隧道，或在需要隧道时将其结束。
protection-what =
    { $what ->
        [address] 隧道的地址
        [dns] 隧道的名称服务器
        [firewall] Adit 的防火墙规则
        [interface] 隧道接口的设置
        [route] 隧道的路由
        [rule] 将流量引入隧道的规则
       *[other] 隧道的部分网络设置
    }
protection-lock-off = 从不阻止流量
    .advice = 隧道中断时，流量会从隧道之外传出。
protection-lock-while-wanted = 需要连接期间（推荐）
    .advice = 从连接到断开连接期间，如果隧道承载所有流量，则不会有流量从隧道之外传出。
protection-lock-always = 始终，即使没有连接
    .advice = 从此计算机启动时起，没有隧道就不会有流量传出，除非有人放行。
protection-lan-yes = 阻止流量期间，可以访问本地网络中的设备。
protection-lan-no = 阻止流量期间，无法访问本地网络中的设备。
protection-check-yes = 没有服务器应答时，会检测网络是否要求登录。
protection-check-no = 不检测网络是否要求登录。
