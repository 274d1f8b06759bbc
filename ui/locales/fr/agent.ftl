# What the desktop's agent asks for a connection in NetworkManager.
agent-title = S’identifier sur { $name }
agent-username = Nom d’utilisateur
agent-password = Mot de passe
agent-passphrase = Phrase secrète de la clé privée
agent-response = Réponse
agent-accept = Saisissez « yes » pour accepter
agent-proxy-username = Nom d’utilisateur du proxy
agent-proxy-password = Mot de passe du proxy
