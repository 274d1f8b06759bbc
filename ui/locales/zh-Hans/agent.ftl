# What the desktop's agent asks for a connection in NetworkManager.
agent-title = 登录 { $name }
agent-username = 用户名
agent-password = 密码
agent-passphrase = 私钥的密码短语
agent-response = 回答
agent-accept = 输入“yes”以接受
agent-proxy-username = 代理的用户名
agent-proxy-password = 代理的密码
