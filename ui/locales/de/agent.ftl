# What the desktop's agent asks for a connection in NetworkManager.
agent-title = Bei { $name } anmelden
agent-username = Benutzername
agent-password = Passwort
agent-passphrase = Passphrase des privaten Schlüssels
agent-response = Antwort
agent-accept = Zum Akzeptieren „yes“ eingeben
agent-proxy-username = Benutzername für den Proxy
agent-proxy-password = Passwort für den Proxy
