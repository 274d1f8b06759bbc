# Failures: one sentence for what happened, the cause first, and `.advice` for what to do.
# No codes, no exclamation marks, and not the word “error”.

failure-name-not-resolved = 找不到名称 { $host } 对应的地址。
    .advice = 配置文件中的名称可能有误或已过期，或者仅在其他网络中可用。请联系配置文件的提供者。
failure-no-answer = { $host } 在 { $transport } { $port } 上没有应答。
    .advice = 可能被您的网络拦截，或者配置文件的控制密钥（“tls-auth”、“tls-crypt”）与服务器不符：这种情况下服务器不会应答。请尝试其他网络，或向配置文件的提供者确认它是否仍然有效。
failure-no-answer-yet = { $host } 在 { $transport } { $port } 上尚未应答。
    .advice = Adit 会继续尝试。如果一直没有应答，可能被您的网络拦截：请尝试其他网络，或向服务器管理员确认服务器是否在运行。
failure-connection-refused = { $host } 拒绝 { $transport } { $port } 上的连接。
    .advice = VPN 服务可能已停止，或者配置文件中的端口有误。请稍后重试，或联系服务器管理员。
failure-connection-lost = 与服务器的连接已中断。
    .advice = 请检查此计算机是否仍在线。Adit 会尽快重新连接。
    .advice-ended = 请检查此计算机是否仍在线，然后重新连接。
failure-keepalive-timeout =
    { $seconds ->
       *[other] 服务器已有 { $seconds } 秒没有响应。
    }
    .advice = 您的网络可能已改变，或者服务器已不可用。Adit 会尽快重新连接。
    .advice-ended = 服务器这么久没有响应时，连接会结束。请在联网后重新连接。
failure-no-network = 此计算机没有网络。
    .advice = 请连接到网络。随后 Adit 会自动继续。
    .advice-ended = 请连接到网络，然后重新连接。
failure-handshake-timeout = 服务器开始应答后又停止了。
    .advice = 中间的网络可能会丢弃较大的数据包。请尝试其他网络；如果配置文件中有 TCP 服务器，也可以使用它。
failure-control-key-mismatch = 此配置文件的控制密钥与服务器不符。
    .advice = 请向配置文件的提供者索取新的。
failure-unknown-authority = 服务器证书的颁发机构不受此配置文件信任。
    .advice = 请勿在该处登录。请向配置文件的提供者确认服务器是否更换了证书。
failure-server-certificate-expired = 服务器证书已于 { $date }过期。
    .advice = 请检查此计算机的日期。如果日期正确，请联系服务器管理员更新证书。
failure-server-certificate-not-yet-valid = 服务器证书从 { $date }起才有效。
    .advice = 请检查此计算机的日期，它可能滞后。
failure-server-name-mismatch = 服务器是 { $found }，但配置文件要求的是 { $expected }。
    .advice = 请勿在该处登录。请向配置文件的提供者确认服务器的名称是否已更改。
failure-not-a-server-certificate = 应答方没有服务器证书。
    .advice = 可能是其他客户端冒充服务器。请联系服务器管理员检查其证书。
failure-server-certificate-rejected-unreadable = 无法读取服务器证书。
    .advice = 请联系服务器管理员检查其证书。
failure-server-certificate-rejected-not-an-authority = 服务器证书未被接受：证书链中有一个证书不属于颁发机构。
    .advice = 请联系服务器管理员检查其证书。
failure-server-certificate-rejected-chain-too-long = 服务器证书未被接受：证书链超过了某个颁发机构允许的长度。
    .advice = 请联系服务器管理员检查其证书。
failure-server-certificate-rejected-name-not-allowed = 服务器证书未被接受：证书链中有一个颁发机构无权为其名称签发证书。
    .advice = 请联系服务器管理员检查其证书。
failure-server-certificate-rejected-extension = 服务器证书未被接受：它要求 Adit 不支持的内容，或结构有误。
    .advice = 请联系服务器管理员检查其证书。
failure-server-certificate-rejected-signature-kind = 服务器证书未被接受：Adit 不支持其签名方式。
    .advice = 请向服务器管理员索取使用 RSA、ECDSA 或 Ed25519 签名的证书。
failure-server-certificate-rejected-bad-signature = 服务器证书未被接受：有一个签名不正确。
    .advice = 可能有人冒充服务器。请联系服务器管理员检查其证书。
failure-server-certificate-rejected-usage = 服务器证书未被接受：其用途不符合配置文件中 { $directive } 的要求。
    .advice = 请联系服务器管理员检查其证书，或索取新的配置文件。
failure-server-certificate-rejected-other = 服务器证书未被接受：它违反了证书规则。
    .advice = 请联系服务器管理员检查其证书。
failure-server-purpose-unknown = 服务器证书（{ $name }）没有注明用于服务器，配置文件也没有说明如何以其他方式识别服务器。
    .advice = 其他客户可能冒充服务器。请向其管理员索取服务器证书或其名称：在配置文件中加入一行“verify-x509-name "{ $name }" name”后，Adit 只接受该名称的证书。
failure-server-certificate-revoked = 服务器证书已被其颁发机构吊销。
    .advice = 请勿在该处登录。请向配置文件的提供者确认服务器是否更换了证书。
failure-revocation-list-expired = 此配置文件的证书吊销列表有效期至 { $date }。
    .advice = 请检查此计算机的日期。如果日期正确，请向配置文件的提供者索取含有最新列表的配置文件。
failure-revocation-list-not-yet-valid = 此配置文件的证书吊销列表签发于 { $date }，该日期在将来。
    .advice = 请检查此计算机的日期。如果日期正确，请向配置文件的提供者索取含有最新列表的配置文件。
failure-revocation-list-invalid = 此配置文件的证书吊销列表已损坏，或不是由其颁发机构签发的。
    .advice = 没有该列表 Adit 不会连接，因为服务器证书可能已被吊销。请向配置文件的提供者索取含有最新列表的配置文件。
failure-server-certificate-not-pinned = 服务器证书不是此配置文件以指纹指定的证书。
    .advice = 请勿在该处登录。请向配置文件的提供者确认服务器是否更换了证书。
failure-server-certificate-weak = 服务器证书可以被伪造：它依赖 { $weakness }。
    .advice =
        { $weakness ->
            [MD5] 请向服务器管理员索取新证书。
           *[other] 请向服务器管理员索取新证书。在此之前，可在配置文件中加入一行“tls-cert-profile insecure”以接受此证书。
        }
failure-clock-wrong = 此计算机的日期不正确：{ $date }。
    .advice = Adit 会自动重试：刚启动的计算机通常会从网络获取日期。如果没有，请自行设置。
    .advice-ended = 请设置此计算机的日期和时间，然后重新连接。
failure-client-key-too-short = 此配置文件的私钥只有 { $bits } 位，不够安全，Adit 不会用它签名。
    .advice = 请向配置文件的提供者索取新的证书和 2048 位或以上的 RSA 密钥。
failure-client-certificate-expired = 此配置文件的证书已于 { $date }过期。
    .advice = 请向配置文件的提供者索取新的。
failure-client-certificate-refused = 服务器不接受此配置文件的证书。
    .advice = 它可能已被吊销，或配置文件中缺少证书。请向配置文件的提供者索取新的。
failure-tls-not-compatible = 服务器和 Adit 没有共同支持的加密方式。
    .advice = 服务器只接受已不安全的方式，或 Adit 不支持的方式，例如 X448。请联系其管理员允许使用 X25519 或 P-256 的 TLS 1.3，或使用 ECDHE 和 AES-GCM 的 TLS 1.2。
failure-server-tls-too-old = 服务器只支持 TLS 1.1 及更早版本，这些版本已不安全。
    .advice = 请联系服务器管理员允许 TLS 1.2 或更高版本（“tls-version-max”不得低于 1.2）。
failure-server-silent-at-hello = 服务器有应答，但没有开始加密。
    .advice = 它可能只支持 Adit 不使用的方式：低于 1.2 的 TLS、不含 ECDHE、使用 CBC，或 brainpool 曲线上的密钥。请联系其管理员允许 TLS 1.3，或使用 ECDHE 和 AES-GCM 的 TLS 1.2。如果在其他网络中可以连接，则说明此网络会丢弃较大的数据包。
failure-server-silent-after-certificate = 服务器在应接受此配置文件的证书时停止响应。
    .advice = 它可能将证书视为已过期、已吊销或未知而拒绝，或者配置文件缺少证书。请向配置文件的提供者索取新的。如果在其他网络中可以连接，则说明此网络会丢弃较大的数据包。
failure-tls-failed = 无法与服务器建立加密连接。
    .advice = 请重试。如果再次发生，请将详细信息发送给服务器管理员。
failure-credentials-needed = 服务器要求输入用户名和密码。
    .advice = 请重新连接并输入。
failure-credentials-refused = 服务器拒绝了此用户名或密码。
    .advice = 请检查后重试。
failure-credentials-refused-with-reason = 服务器拒绝了此用户名或密码，并称：“{ $reason }”
    .advice = 请检查后重试。
failure-sign-in-unfinished = 登录未能及时完成。
    .advice = 服务器只会等待有限的时间。请重新连接，并在收到请求后立即确认。
failure-not-let-in = 服务器不允许此配置文件进入。
    .advice = 请向服务器管理员确认此配置文件的证书是否有权使用，或是否需要用户名和密码。
failure-not-let-in-with-reason = 服务器不允许此配置文件进入，并称：“{ $reason }”
    .advice = 请向服务器管理员确认此配置文件的证书是否有权使用，或是否需要用户名和密码。
failure-browser-sign-in-refused = 服务器不接受通过浏览器的登录。
    .advice = 请重新连接并重新登录。如果仍然不行，请向服务器管理员确认您是否有权使用。
failure-browser-sign-in-refused-with-reason = 服务器不接受通过浏览器的登录，并称：“{ $reason }”
    .advice = 请重新连接并重新登录。如果仍然不行，请向服务器管理员确认您是否有权使用。
failure-sign-in-page-refused = 服务器要求打开的登录页面，其地址不安全。
    .advice = 请告知服务器管理员：地址必须以 https:// 开头、指定主机，且不超过 1024 个字符。
failure-sign-in-postponed = 服务器目前不允许任何人进入。
    .advice = Adit 会自动重试，但不会过于频繁，以免您的账户被锁定。
    .advice-ended = 请稍后重新连接。
failure-sign-in-postponed-with-message = 服务器目前不允许任何人进入，并称：“{ $message }”
    .advice = Adit 会自动重试，但不会过于频繁，以免您的账户被锁定。
    .advice-ended = 请稍后重新连接。
failure-passphrase-needed = 此配置文件的私钥已锁定。
    .advice = 请重新连接并输入其密码短语。
failure-passphrase-wrong = 此密码短语无法解锁私钥。
    .advice = 请检查后重试。
failure-challenge-needed = 服务器还有一个问题。
    .advice = 请重新连接并回答。
failure-confirm-elsewhere = 服务器正在其他地方等待您，并称：“{ $text }”
    .advice = 请按其说明操作。Adit 会自动重新登录。
    .advice-ended = 请按其说明操作，然后重新连接。
failure-cipher-not-shared = 服务器不支持此配置文件允许的任何加密算法（{ $offered }）。
    .advice = 请向服务器管理员确认它接受哪些加密算法（“data-ciphers”），并索取允许其中之一的配置文件。
failure-cipher-too-old = 服务器只接受加密算法 { $cipher }，它已不安全，Adit 也不支持。
    .advice = 请联系服务器管理员将 AES-256-GCM 加入其“data-ciphers”；如果服务器太旧，则加入 AES-256-CBC。
failure-server-compresses = 服务器会压缩其发送的内容，这可能泄露隧道中的内容。
    .advice = 请联系服务器管理员移除“comp-lzo”和“compress”。如果无法移除，在配置文件中加入一行“allow-compression asym”可让 Adit 读取。
failure-server-option-refused = 服务器要求 Adit 不支持的功能：{ $option }。
    .advice = 请向服务器管理员确认是否可以关闭该功能。
failure-server-halted = 服务器结束了连接。
    .advice = 重新连接前，请先联系服务器管理员。
failure-server-halted-with-message = 服务器结束了连接，并称：“{ $message }”
    .advice = 重新连接前，请先联系服务器管理员。
failure-server-restarting = 服务器正在重新启动。
    .advice = Adit 稍后会重新连接。
    .advice-ended = 请稍后重新连接。
failure-server-restarting-with-message = 服务器正在重新启动，并称：“{ $message }”
    .advice = Adit 稍后会重新连接。
    .advice-ended = 请稍后重新连接。
failure-tunnel-idle =
    { $minutes ->
       *[other] 隧道已有 { $minutes } 分钟无人使用，此服务器要求此时结束隧道。
    }
    .advice = 需要时请重新连接。
failure-session-time-over =
    { $minutes ->
       *[other] 此服务器允许每次连接 { $minutes } 分钟，时间已到。
    }
    .advice = 如需更长时间，请重新连接。
failure-profile-refused = 由于 { $what }，无法使用此配置文件。
    .advice = 请重新导入以查看原因，或向提供者索取另一个。
failure-tunnel-device = 无法创建隧道设备。
    .advice = 请检查系统是否有 tun 模块，然后重新启动 Adit 的辅助程序。
failure-network-setup = 无法设置此计算机的网络（{ network-step }）。
    .advice = 所有更改均已恢复。可能受到其他网络程序的影响；请将其关闭后重试。
failure-network-setup-not-permitted = Adit 的辅助程序无权设置此计算机的网络（{ network-step }）。
    .advice = 请将辅助程序作为系统服务启动，或以管理员身份启动。
failure-network-setup-timed-out = 设置此计算机的网络用时过长（{ network-step }）。
    .advice = 所有更改均已恢复或即将恢复。请重试；如果每次都发生，请重新启动此计算机。
failure-network-setup-not-kept = 设置此计算机的网络时，其他程序更改了网络。
    .advice = 请关闭其他网络程序，或将其设置为不处理 Adit 的接口，然后重试。
failure-network-setup-unsupported = 无法按此隧道的需要设置此系统（{ network-step }）。
    .advice = Adit 的文档列出了各系统支持的功能。
# Which part of it, in brackets behind what happened.
network-step =
    { $step ->
        [plan] 评估方案
        [look] 检查网络
        [journal] 更改记录
        [firewall] 防火墙
        [interface] 隧道接口
        [address] 隧道地址
        [route] 路由
        [rule] 通往隧道的规则
        [path-filter] 返回路径筛选
        [dns] 名称服务器
        [read-back] 回读
        [watch] 监视
        [bypass] 绕过隧道的套接字
        [apply] 应用设置
        [undo] 恢复原状
       *[other] 其他部分
    }
failure-network-setup-bad-plan = Adit 为网络制定的方案无法应用。
    .advice = 这是 Adit 的缺陷。请附上日志进行报告。
failure-not-permitted = 此连接属于此计算机的其他用户。
    .advice = 请让对方断开连接。
failure-not-permitted-owner = 此连接属于此计算机的用户 { $owner }。
    .advice = 请让对方断开连接。
failure-not-authorized = 您无权在此计算机上使用 VPN 连接。
    .advice = 管理员可以通过“adit”用户组或在文件 /etc/adit/access.conf 中授权。
failure-not-allowed-lock = 何时阻止流量由您的组织规定。
    .advice = 管理员可以在 /etc/adit/policy.toml 中更改。
failure-not-allowed-let-out = 您的组织不允许在没有保护的情况下放行流量。
    .advice = 请连接，或联系管理员。
failure-not-allowed-own-profile = 您的组织不允许使用自己的配置文件建立 VPN 连接。
    .advice = 请使用组织提供的配置文件，或联系管理员。
failure-not-allowed-managed-profile = 您的组织没有为您提供此配置文件。
    .advice = 请向管理员确认它是否仍存在，以及供谁使用。
failure-network-in-use = 此计算机的网络正被用户 { $owner } 的 VPN 使用。
    .advice = 请让对方断开连接。管理员可以使用“aditctl disconnect --of { $owner }”将其结束。
failure-not-brought-back = 在需要此连接期间，Adit 的辅助程序已结束，没有您的操作无法恢复连接。
    .advice = 请重新连接。如果不再需要，请断开连接。
failure-unknown-connection = 没有此连接。
    .advice = 它可能已结束。请查看连接列表。
failure-helper-not-running = Adit 的辅助程序未运行。
    .advice = 请启动它，或在其日志中查看停止的原因。
failure-helper-older = Adit 的辅助程序比此程序旧。
    .advice = 请重新启动辅助程序。如果仍然不行，请重新安装 Adit。
failure-helper-newer = Adit 的辅助程序比此程序新。
    .advice = 请重新启动 Adit。如果仍然不行，请重新安装。
failure-bad-request-frame-too-large = 此配置文件太大，Adit 的辅助程序无法处理。
    .advice = 连同所有密钥和列表，最大约为 700 KiB。请向其制作者索取较小的配置文件。
failure-bad-request-not-a-message = Adit 的辅助程序无法理解该请求。
    .advice = 请将 Adit 及其辅助程序更新到同一版本。
failure-bad-request-hello-missing = 在问候之前，Adit 的辅助程序就收到了请求。
    .advice = 请将 Adit 及其辅助程序更新到同一版本。
failure-bad-request-hello-repeated = Adit 的辅助程序收到了两次问候。
    .advice = 请将 Adit 及其辅助程序更新到同一版本。
failure-bad-request-too-many-clients = 使用 Adit 辅助程序的程序过多。
    .advice = 请关闭其中一些，然后重试。
failure-bad-request-too-many-clients-of-user = 您使用 Adit 辅助程序的程序过多。
    .advice = 请关闭其中一些，然后重试。
failure-bad-request-too-many-tunnels = 此计算机同时存在的隧道过多。
    .advice = 请断开其中一个，然后重试。
failure-bad-request-too-many-tunnels-of-user = 您同时使用的隧道过多。
    .advice = 请断开其中一个，然后重试。
failure-bad-request-too-many-connections = 连接过多。
    .advice = 请断开其中一个，然后重试。
failure-bad-request-busy = 此连接仍在处理之前的请求。
    .advice = 请稍候重试。
failure-bad-request-ending = Adit 的辅助程序正在结束。
    .advice = 请在它重新启动后重试。
failure-bad-request-name = 配置文件的名称过长或无法显示。
    .advice = 请为配置文件另取名称。
failure-bad-request-unknown-protocol = Adit 的辅助程序不支持此配置文件的协议（{ $protocol }）。
    .advice = 请将 Adit 及其辅助程序更新到同一版本。
failure-bad-request-proxies = 无法使用此计算机设置中的代理。
    .advice = 请检查系统设置中的代理。
failure-bad-request-credentials-too-long = 用户名或密码过长。
    .advice = 请检查后重试。
failure-bad-request-public-address = 从任何地方都能访问的服务器无法说明此计算机在哪个网络中。
    .advice = 请输入仅在此网络中的服务器地址：即私有地址，例如路由器的地址。
failure-bad-request-answer-of-other-kind = 此回答与所提的问题不符。
    .advice = 请查看现在的问题并作答。
failure-proxy-not-reachable = 无法访问代理 { $proxy }。
    .advice = 请检查此计算机的网络，以及配置文件或系统设置中代理的名称和端口。
failure-proxy-no-answer = 代理 { $proxy } 没有应答。
    .advice = 请稍后重试，或联系代理管理员。
failure-proxy-not-a-proxy = { $proxy } 处的应答方不是这类代理。
    .advice = 请检查端口，以及它是 HTTP 代理还是 SOCKS 5 代理。
failure-proxy-credentials-needed = 代理 { $proxy } 要求输入用户名和密码。
    .advice = 请重新连接并输入。
failure-proxy-credentials-refused = 代理 { $proxy } 拒绝了此用户名或密码。
    .advice = 请检查后重试。需要的是代理的用户名和密码，而不是 VPN 服务器的。
failure-proxy-sign-in-not-supported = 代理 { $proxy } 要求的登录方式 Adit 不支持（{ $offered }）。
    .advice = 请联系代理管理员允许 Basic 或 Digest 方式，或对 SOCKS 使用用户名和密码。
failure-proxy-not-allowed = 代理 { $proxy } 不允许连接到此服务器的端口 { $port }。
    .advice = 许多代理只允许端口 443。请向配置文件的提供者索取使用 TCP 端口 443 的服务器。
failure-proxy-server-not-reached = 代理 { $proxy } 无法访问 { $host }。
    .advice = 服务器可能已停机，或者代理不知道其名称。请稍后重试，或尝试其他服务器。
failure-proxy-no-datagrams = 代理 { $proxy } 不传输 UDP。
    .advice = 请使用含有 TCP 服务器的配置文件，或使用其他代理。
failure-proxy-refused = 代理 { $proxy } 拒绝了连接，并称：“{ $answer }”
    .advice = 请联系代理管理员。
failure-name-servers-silent = 无法查找 { $host } 的地址：此网络的名称服务器没有应答。
    .advice = 请检查此计算机是否在线，以及其他网页能否打开。Adit 会自动重试。
    .advice-ended = 请检查此计算机是否在线，以及其他网页能否打开。然后重新连接。
failure-no-ipv4 = { $host } 只能通过 IPv4 访问，而此网络只有 IPv6。
    .advice = 请尝试其他网络，或向服务器管理员索取 IPv6 地址。
failure-no-address-given = 服务器没有给此计算机分配地址。
    .advice = 请联系服务器管理员分配地址：OpenVPN 服务器使用“server”或“ifconfig-push”进行分配。
failure-address-unusable = 服务器分配的地址无法使用：{ $address }。
    .advice = 请联系服务器管理员分配其他地址。
failure-server-key-unsupported = 服务器证书的密钥类型为 { $algorithm }，Adit 无法验证。
    .advice = 请向服务器管理员索取使用 RSA、ECDSA 或 Ed25519 密钥的证书。
failure-session-token-refused = 服务器已忘记此次登录。
    .advice = Adit 会自动重新登录。
    .advice-ended = 请重新登录。
failure-other-service-http = { $host } 端口 { $port } 上的应答方是 Web 服务器，不是此 VPN。
    .advice = 配置文件中的地址或端口可能有误，或者中间有此网络的登录页面。请打开一个网页；如果没有要求登录，请联系服务器管理员。
failure-other-service-tls = { $host } 端口 { $port } 上的应答方是使用 TLS 的服务，不是此 VPN。
    .advice = 配置文件中的地址或端口可能有误，或者服务器属于其他类型。请联系配置文件的提供者。
failure-other-service-ssh = { $host } 端口 { $port } 上的应答方是 SSH 服务器，不是此 VPN。
    .advice = 配置文件中的地址或端口可能有误。请联系配置文件的提供者。
failure-other-service-unknown = { $host } 端口 { $port } 上的应答方不是此 VPN。
    .advice = 配置文件中的地址或端口可能有误。请联系配置文件的提供者。
# In place of an option’s value.
option-not-set = 未设置
failure-nothing-readable = 隧道已建立，但无法读取服务器通过它发送的任何内容。
    .advice = 配置文件与服务器在“cipher”、“auth”、“comp-lzo”或“fragment”等选项上不一致。请向服务器管理员索取与其相符的配置文件。
failure-nothing-readable-differs = 隧道已建立，但无法读取服务器通过它发送的任何内容：“{ $option }”在配置文件中为 { $ours }，在服务器上为 { $theirs }。
    .advice = 请向服务器管理员索取与其相符的配置文件，或请其在服务器上更改。
failure-cancelled = 您已取消。
    .advice = 可随时重新连接。
failure-internal = Adit 出现了问题。
    .advice = 请重试，并报告详细信息以便修复。
