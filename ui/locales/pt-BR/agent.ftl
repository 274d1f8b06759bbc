# What the desktop's agent asks for a connection in NetworkManager.
agent-title = Entrar em { $name }
agent-username = Nome de usuário
agent-password = Senha
agent-passphrase = Frase secreta da chave privada
agent-response = Resposta
agent-accept = Digite “yes” para aceitar
agent-proxy-username = Nome de usuário do proxy
agent-proxy-password = Senha do proxy
