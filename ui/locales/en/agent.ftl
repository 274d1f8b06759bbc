# What the desktop's agent asks for a connection in NetworkManager.
agent-title = Sign in to { $name }
agent-username = User name
agent-password = Password
agent-passphrase = Passphrase of the private key
agent-response = Answer
agent-accept = Type “yes” to accept
agent-proxy-username = User name for the proxy
agent-proxy-password = Password for the proxy
