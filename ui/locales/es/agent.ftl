# What the desktop's agent asks for a connection in NetworkManager.
agent-title = Iniciar sesión en { $name }
agent-username = Nombre de usuario
agent-password = Contraseña
agent-passphrase = Frase de contraseña de la clave privada
agent-response = Respuesta
agent-accept = Escribir «yes» para aceptar
agent-proxy-username = Nombre de usuario para el proxy
agent-proxy-password = Contraseña para el proxy
