# What goes where with several tunnels, whether it really does, what two tunnels both want, and how much went through them.
# $name and $other are connections.


## What goes through one tunnel while others are up

sentence-all-but-one = 除 { $network } 经由 { $other } 外，所有流量都经由 { $name }。
sentence-all-but-some = 除 { $count } 个网络经由其他隧道外，所有流量都经由 { $name }。
sentence-rest-elsewhere =
    { $count ->
       *[other] { $count } 个网络经由 { $name }。
    }其余流量都经由先连接的 { $other }。
sentence-nothing-all-taken = 没有流量经由 { $name }：{ $other } 先连接，并承载所有流量。
sentence-nothing-taken = 没有流量经由 { $name }：它的网络由 { $other } 承载。
sentence-some-lost =
    { $count ->
       *[other] { $count } 个网络经由 { $name }
    }；{ $lost ->
        [1] 另有 1 个经由 { $other }。
       *[other] 另有 { $lost } 个经由其他隧道。
    }

## What goes where

ways-title = 流量去向
ways-names = 名称
ways-everything = 全部
ways-everything-else = 其余全部
ways-ipv6 = IPv6
ways-ipv6-else = 其他 IPv6
ways-all-names = 所有名称
ways-other-names = 其他名称
ways-below = *.{ $domain }
ways-direct = 直接传输
ways-held = 已阻止
ways-as-without = 与没有隧道时相同
ways-servers = 通过 { $name } 使用 { $servers }
ways-server = { $server }（{ $name }）
ways-more =
    { $count ->
       *[other] 另外 { $count } 个网络
    }
ways-later = { $other } 也需要它。{ $name } 先连接。
ways-wider = { $other } 需要 { $network }，其中包含它。较小的网络优先。
ways-one-list = 此计算机会为每个名称依次询问这些服务器。
ways-other-user = 其他用户的隧道

## What was looked at

check-title-ago =
    { $unit ->
        [seconds] { $count } 秒前检查
        [minutes] { $count } 分钟前检查
       *[now] 刚刚检查
    }
check-waiting = 尚未检查
check-running = 正在检查…
check-now = 立即检查
check-again = 重新连接
check-routes = 路由符合计划
check-routes-astray =
    { $count ->
        [1] { $network } 没有经由隧道
       *[other] { $count } 个网络没有经由隧道，包括 { $network }
    }
    .advice =
        { $by ->
            [nowhere] 流量无处可去。其他程序更改了此计算机的路由。
           *[other] 流量从 { $by } 传出。其他程序更改了此计算机的路由。
        }
check-names =
    { $count ->
       *[other] 名称服务器通过隧道应答
    }
check-names-silent = 名称服务器 { $server } 没有应答
    .advice = 可能找不到此隧道的名称。如果重新连接仍然不行，请告知服务器管理员。
check-names-refused = 名称服务器 { $server } 拒绝应答
    .advice = 可能找不到此隧道的名称。请告知服务器管理员。
check-names-beside = 没有通过隧道询问名称服务器 { $server }
    .advice =
        { $by ->
            [nowhere] 没有通往它的路径。其他程序更改了此计算机的路由。
           *[other] 会通过 { $by } 询问它。其他程序更改了此计算机的路由。
        }
check-names-unused = 此计算机询问的是其他名称服务器
    .advice = 其他程序替换了隧道的名称服务器。
check-ipv6-carried = IPv6 经由隧道
check-ipv6-held = IPv6 已阻止
check-ipv6-astray = IPv6 从隧道之外传出
    .advice = 它从 { $by } 传出。其他程序更改了此计算机的路由。
check-round-trip = 到服务器的往返时间
check-round-trip-value = { $ms } ms
check-round-trip-short = 低于 1 ms

## What two tunnels both want

overlap-title = { $name } 和 { $other } 需要相同的网络
overlap-title-all = { $name } 和 { $other } 都承载所有流量
overlap-stays = { $network } 仍由已连接的 { $other } 承载。
overlap-goes = { $network } 经由 { $name }，它要求的网络较小。
overlap-stays-wider = 其中的 { $network } 仍由 { $other } 承载，它要求的网络较小。
overlap-all-stays = 所有流量仍由已连接的 { $other } 承载。
overlap-more =
    { $count ->
       *[other] 另有 { $count } 个网络两者都需要。
    }
overlap-both = 两者都连接
overlap-instead = 先断开 { $other }
overlap-cancel = 取消

## The end of a session

session-soon = 服务器将于 { $time } 结束此会话。
    .advice = 如需更长时间，请在此之前重新连接。
notify-session-end = { $name } 将于 { $time } 结束
    .advice = 届时服务器会结束此会话。如需更长时间，请在此之前重新连接。

## How much went through

history-minute = 60 秒
history-hour = 1 小时
history-today = 今天
history-month = 本月
history-span = 时间
history-off = 未记录流量。可以在设置中开启。
history-none = 暂无。
history-clear = 清除历史记录
history-sum = 已接收 { $received }，已发送 { $sent }
history-month-table = 本月各配置文件的流量
history-profile = 配置文件
history-received = 已接收
history-sent = 已发送
history-dropped = 已丢弃：{ $causes }
