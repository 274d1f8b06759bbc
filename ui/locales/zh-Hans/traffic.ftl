# Packets of a tunnel: how many, how many were dropped and why, and how they are moved.

traffic-packets = 已接收 { $received }，已发送 { $sent }
traffic-packets-each = 每次 { $each } 个

## Dropped packets by cause: in a list of their own, or after their sum

drops =
    { $count ->
       *[other] { $count } 个数据包
    }：{ $causes }
drop = { $count } 个{ $what }
drop-malformed = 格式错误
drop-no-key = 使用未知密钥
drop-not-authentic = 并非来自服务器或已损坏
drop-replayed = 重复或过晚
drop-compressed = 使用了不允许的压缩
drop-fragment = 分片不匹配
drop-not-ip = 内部没有 IP 数据包
drop-before-tunnel = 在隧道就绪之前
drop-interface-refused = 被隧道接口拒绝
drop-stale = 在重新连接之前等待
drop-unsendable = 无法发送
drop-loop = 隧道自身的数据包又进入隧道
drop-too-big = 对路径而言过大
drop-no-room = 对任何帧而言过大
drop-no-send-key = 没有可用的加密密钥
drop-key-used-up = 在更换密钥期间
drop-send-refused = 被网络拒绝

## How packets are moved

path-single = { $transport }，逐个数据包
path-batches = { $transport }，分批
path-segments = { $transport }，大批量
path-stream = { $transport }，大块
fallback-interface-offload-refused = 隧道接口逐个处理数据包：系统不允许更多。
fallback-interface-udp-missing = 隧道接口只能批量处理 TCP：UDP 需要 Linux 6.2。
fallback-interface-offload-off = 隧道接口逐个处理数据包。
fallback-segments-refused = 批次以单个数据包发送：系统或网卡不允许更多。
fallback-segments-too-long = 满长的数据包单独发送：它们超过了路径允许的长度。
fallback-merging-refused = 接收的数据包逐个到达：系统不允许合并。
fallback-batches-off = 发往服务器的批次小于可能的大小。
fallback-proxied = 数据包逐个传输：途中有代理。
fallback-batches-unknown = 数据包逐个传输：此系统不支持批量。
fallback-two-passes = 每个数据包处理两遍：加密算法需要如此。
fallback-pieces = 数据包被分割：配置文件指定了“fragment”。
fallback-compression-frame = 数据包带有压缩标头：服务器要求如此。
kernel-offload-absent = 此系统的内核没有自带 OpenVPN。
kernel-offload-not-loaded = 此系统的内核自带 OpenVPN，位于模块 { $module } 中。Adit 不使用它。
kernel-offload-present = 此系统的内核自带 OpenVPN（{ $family }）。Adit 不使用它。
