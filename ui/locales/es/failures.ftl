# Failures: one sentence for what happened, the cause first, and `.advice` for what to do.
# No codes, no exclamation marks, and not the word “error”.

failure-name-not-resolved = No hay ninguna dirección para el nombre { $host }.
    .advice = El nombre del perfil puede ser incorrecto o antiguo, o conocerse solo en otra red. Preguntar a quien proporcionó el perfil.
failure-no-answer = { $host } no responde en { $transport } { $port }.
    .advice = La red puede bloquearlo, o la clave de control del perfil («tls-auth», «tls-crypt») puede no ser la del servidor: los servidores no responden en ese caso. Probar otra red, o preguntar a quien proporcionó el perfil si sigue vigente.
failure-no-answer-yet = { $host } aún no ha respondido en { $transport } { $port }.
    .advice = Adit sigue intentándolo. Si no llega nada, la red puede bloquearlo: probar otra red, o preguntar a quien administra el servidor si está en marcha.
failure-connection-refused = { $host } rechaza conexiones en { $transport } { $port }.
    .advice = El servicio VPN puede estar detenido, o el puerto del perfil puede ser incorrecto. Volver a intentarlo más tarde, o preguntar a quien administra el servidor.
failure-connection-lost = La conexión con el servidor se ha cortado.
    .advice = Comprobar que este equipo sigue en línea. Adit se conecta de nuevo en cuanto puede.
    .advice-ended = Comprobar que este equipo sigue en línea y volver a conectar.
failure-keepalive-timeout = { $seconds ->
    [one] El servidor ha estado un segundo en silencio.
    [many] El servidor ha estado { $seconds } de segundos en silencio.
   *[other] El servidor ha estado { $seconds } segundos en silencio.
}
    .advice = La red puede haber cambiado, o el servidor puede no estar. Adit se conecta de nuevo en cuanto puede.
    .advice-ended = La conexión termina cuando el servidor calla tanto tiempo. Volver a conectar cuando haya red.
failure-no-network = Este equipo no tiene red.
    .advice = Conectarse a una red. Entonces, Adit sigue por sí solo.
    .advice-ended = Conectarse a una red y volver a conectar.
failure-handshake-timeout = El servidor empezó a responder y luego dejó de hacerlo.
    .advice = Una red intermedia puede descartar paquetes grandes. Probar otra red, o un servidor TCP si el perfil tiene alguno.
failure-control-key-mismatch = La clave de control de este perfil no encaja con el servidor.
    .advice = Pedir un perfil nuevo a quien lo proporcionó.
failure-unknown-authority = El certificado del servidor es de una autoridad en la que este perfil no confía.
    .advice = No iniciar sesión allí. Preguntar a quien proporcionó el perfil si el servidor tiene un certificado nuevo.
failure-server-certificate-expired = El certificado del servidor caducó el { $date }.
    .advice = Comprobar la fecha de este equipo. Si es correcta, pedir a quien administra el servidor que renueve el certificado.
failure-server-certificate-not-yet-valid = El certificado del servidor solo es válido desde el { $date }.
    .advice = Comprobar la fecha de este equipo. Puede estar atrasada.
failure-server-name-mismatch = El servidor es { $found }, pero el perfil espera { $expected }.
    .advice = No iniciar sesión allí. Preguntar a quien proporcionó el perfil si ha cambiado el nombre del servidor.
failure-not-a-server-certificate = Lo que ha respondido no tiene un certificado de servidor.
    .advice = Puede ser otro cliente que se hace pasar por el servidor. Pedir a quien administra el servidor que compruebe su certificado.
failure-server-certificate-rejected-unreadable = El certificado del servidor no se puede leer.
    .advice = Pedir a quien administra el servidor que compruebe su certificado.
failure-server-certificate-rejected-not-an-authority = El certificado del servidor no se ha aceptado: un certificado en el camino hasta su autoridad no es de una autoridad.
    .advice = Pedir a quien administra el servidor que compruebe su certificado.
failure-server-certificate-rejected-chain-too-long = El certificado del servidor no se ha aceptado: su cadena es más larga de lo que permite una de las autoridades.
    .advice = Pedir a quien administra el servidor que compruebe su certificado.
failure-server-certificate-rejected-name-not-allowed = El certificado del servidor no se ha aceptado: una autoridad del camino no puede emitir certificados para su nombre.
    .advice = Pedir a quien administra el servidor que compruebe su certificado.
failure-server-certificate-rejected-extension = El certificado del servidor no se ha aceptado: exige algo que Adit no conoce o está mal formado.
    .advice = Pedir a quien administra el servidor que compruebe su certificado.
failure-server-certificate-rejected-signature-kind = El certificado del servidor no se ha aceptado: está firmado de una forma que Adit no admite.
    .advice = Pedir a quien administra el servidor un certificado con firma RSA, ECDSA o Ed25519.
failure-server-certificate-rejected-bad-signature = El certificado del servidor no se ha aceptado: una firma es incorrecta.
    .advice = Alguien puede estar haciéndose pasar por el servidor. Pedir a quien lo administra que compruebe su certificado.
failure-server-certificate-rejected-usage = El certificado del servidor no se ha aceptado: su uso no es el que exige { $directive } en el perfil.
    .advice = Pedir a quien administra el servidor que compruebe su certificado, o un perfil nuevo.
failure-server-certificate-rejected-other = El certificado del servidor no se ha aceptado: incumple una regla de los certificados.
    .advice = Pedir a quien administra el servidor que compruebe su certificado.
failure-server-purpose-unknown = El certificado del servidor ({ $name }) no dice que sea para un servidor, y el perfil no dice cómo reconocer al servidor de otro modo.
    .advice = Otro cliente podría hacerse pasar por el servidor. Pedir a quien lo administra un certificado de servidor, o su nombre: con una línea «verify-x509-name "{ $name }" name» en el perfil, Adit acepta solo el certificado de ese nombre.
failure-server-certificate-revoked = La autoridad ha revocado el certificado del servidor.
    .advice = No iniciar sesión allí. Preguntar a quien proporcionó el perfil si el servidor tiene un certificado nuevo.
failure-revocation-list-expired = La lista de certificados revocados de este perfil era válida hasta el { $date }.
    .advice = Comprobar la fecha de este equipo. Si es correcta, pedir un perfil con una lista actual a quien lo proporcionó.
failure-revocation-list-not-yet-valid = La lista de certificados revocados de este perfil es del { $date }, que está en el futuro.
    .advice = Comprobar la fecha de este equipo. Si es correcta, pedir un perfil con una lista actual a quien lo proporcionó.
failure-revocation-list-invalid = La lista de certificados revocados de este perfil está dañada, o no la hizo su autoridad.
    .advice = Adit no se conecta sin ella, porque el certificado del servidor podría estar en la lista. Pedir un perfil con una lista actual a quien lo proporcionó.
failure-server-certificate-not-pinned = El certificado del servidor no es ninguno de los que este perfil indica por su huella.
    .advice = No iniciar sesión allí. Preguntar a quien proporcionó el perfil si el servidor tiene un certificado nuevo.
failure-server-certificate-weak = El certificado del servidor se puede falsificar: se basa en { $weakness }.
    .advice = { $weakness ->
        [MD5] Pedir un certificado nuevo a quien administra el servidor.
       *[other] Pedir un certificado nuevo a quien administra el servidor. Hasta que lo haya, una línea «tls-cert-profile insecure» en el perfil acepta este.
    }
failure-clock-wrong = La fecha de este equipo es incorrecta: dice { $date }.
    .advice = Adit vuelve a intentarlo por sí solo: un equipo recién arrancado suele recibir la fecha de la red. Si no la recibe, ajustarla.
    .advice-ended = Ajustar la fecha y la hora de este equipo y volver a conectar.
failure-client-key-too-short = La clave privada de este perfil tiene { $bits } bits, demasiado pocos para ser segura, y Adit no firma con ella.
    .advice = Pedir un certificado y una clave nuevos a quien proporcionó el perfil, con una clave RSA de 2048 bits o más.
failure-client-certificate-expired = El certificado de este perfil caducó el { $date }.
    .advice = Pedir uno nuevo a quien proporcionó el perfil.
failure-client-certificate-refused = El servidor no acepta el certificado de este perfil.
    .advice = Puede haberse revocado o faltar en el perfil. Pedir uno nuevo a quien proporcionó el perfil.
failure-tls-not-compatible = El servidor y Adit no tienen ninguna forma de cifrar en común.
    .advice = El servidor insiste en métodos que ya no son seguros o que Adit no tiene, como X448. Pedir a quien lo administra que permita TLS 1.3 con X25519 o P-256, o TLS 1.2 con ECDHE y AES-GCM.
failure-server-tls-too-old = El servidor no conoce nada por encima de TLS 1.1, que ya no es seguro.
    .advice = Pedir a quien administra el servidor que permita TLS 1.2 o posterior («tls-version-max» no debe ser inferior a 1.2).
failure-server-silent-at-hello = El servidor ha respondido, pero no ha empezado a cifrar.
    .advice = Puede que solo conozca métodos que Adit no usa: TLS inferior a 1.2, o sin ECDHE, o con CBC, o una clave en una curva brainpool. Pedir a quien lo administra que permita TLS 1.3, o TLS 1.2 con ECDHE y AES-GCM. Si funciona desde otra red, esta descarta paquetes grandes.
failure-server-silent-after-certificate = El servidor calló cuando debía aceptar el certificado de este perfil.
    .advice = Puede haberlo rechazado por caducado, revocado o desconocido, o puede faltar en el perfil. Pedir uno nuevo a quien proporcionó el perfil. Si funciona desde otra red, esta descarta paquetes grandes.
failure-tls-failed = No se ha podido establecer la conexión cifrada con el servidor.
    .advice = Volver a intentarlo. Si ocurre de nuevo, enviar los detalles a quien administra el servidor.
failure-credentials-needed = El servidor pide un nombre de usuario y una contraseña.
    .advice = Volver a conectar y escribirlos.
failure-credentials-refused = El servidor ha rechazado este nombre de usuario o esta contraseña.
    .advice = Comprobarlos y volver a intentarlo.
failure-credentials-refused-with-reason = El servidor ha rechazado este nombre de usuario o esta contraseña y dice: «{ $reason }»
    .advice = Comprobarlos y volver a intentarlo.
failure-sign-in-unfinished = El inicio de sesión no se terminó a tiempo.
    .advice = El servidor solo espera un tiempo limitado. Volver a conectar y confirmarlo en cuanto se pida.
failure-not-let-in = El servidor no deja entrar a este perfil.
    .advice = Preguntar a quien administra el servidor si el certificado de este perfil puede usarlo, o si hacen falta un nombre de usuario y una contraseña.
failure-not-let-in-with-reason = El servidor no deja entrar a este perfil y dice: «{ $reason }»
    .advice = Preguntar a quien administra el servidor si el certificado de este perfil puede usarlo, o si hacen falta un nombre de usuario y una contraseña.
failure-browser-sign-in-refused = El servidor no ha aceptado el inicio de sesión con el navegador.
    .advice = Volver a conectar e iniciar sesión otra vez. Si no ayuda, preguntar a quien administra el servidor si esta cuenta puede usarlo.
failure-browser-sign-in-refused-with-reason = El servidor no ha aceptado el inicio de sesión con el navegador y dice: «{ $reason }»
    .advice = Volver a conectar e iniciar sesión otra vez. Si no ayuda, preguntar a quien administra el servidor si esta cuenta puede usarlo.
failure-sign-in-page-refused = El servidor pide abrir una página de inicio de sesión cuya dirección no es segura.
    .advice = Avisar a quien administra el servidor: la dirección tiene que empezar por https://, indicar un equipo y tener como máximo 1024 caracteres.
failure-sign-in-postponed = El servidor no deja entrar a nadie por el momento.
    .advice = Adit vuelve a intentarlo por sí solo, no muy a menudo, para que la cuenta no se bloquee.
    .advice-ended = Volver a conectar más tarde.
failure-sign-in-postponed-with-message = El servidor no deja entrar a nadie por el momento y dice: «{ $message }»
    .advice = Adit vuelve a intentarlo por sí solo, no muy a menudo, para que la cuenta no se bloquee.
    .advice-ended = Volver a conectar más tarde.
failure-passphrase-needed = La clave privada de este perfil está bloqueada.
    .advice = Volver a conectar y escribir su frase de contraseña.
failure-passphrase-wrong = Esta frase de contraseña no abre la clave privada.
    .advice = Comprobarla y volver a intentarlo.
failure-challenge-needed = El servidor hace una pregunta más.
    .advice = Volver a conectar y responderla.
failure-confirm-elsewhere = El servidor espera en otro lugar y dice: «{ $text }»
    .advice = Hacer lo que dice. Adit inicia sesión de nuevo por sí solo.
    .advice-ended = Hacer lo que dice y volver a conectar.
failure-cipher-not-shared = El servidor no tiene ninguno de los cifrados que permite este perfil ({ $offered }).
    .advice = Preguntar a quien administra el servidor qué cifrados acepta («data-ciphers»), y pedir un perfil que permita alguno.
failure-cipher-too-old = El servidor insiste en el cifrado { $cipher }, que ya no es seguro y que Adit no tiene.
    .advice = Pedir a quien administra el servidor que añada AES-256-GCM a «data-ciphers», o AES-256-CBC si es demasiado antiguo para eso.
failure-server-compresses = El servidor comprime lo que envía, lo que puede revelar el contenido del túnel.
    .advice = Pedir a quien administra el servidor que quite «comp-lzo» y «compress». Si no es posible, una línea «allow-compression asym» en el perfil permite a Adit leerlo.
failure-server-option-refused = El servidor exige algo que Adit no hace: { $option }.
    .advice = Preguntar a quien administra el servidor si se puede desactivar.
failure-server-halted = El servidor ha terminado la conexión.
    .advice = Preguntar a quien administra el servidor antes de volver a conectar.
failure-server-halted-with-message = El servidor ha terminado la conexión y dice: «{ $message }»
    .advice = Preguntar a quien administra el servidor antes de volver a conectar.
failure-server-restarting = El servidor se está reiniciando.
    .advice = Adit se conecta de nuevo en un momento.
    .advice-ended = Volver a conectar en un momento.
failure-server-restarting-with-message = El servidor se está reiniciando y dice: «{ $message }»
    .advice = Adit se conecta de nuevo en un momento.
    .advice-ended = Volver a conectar en un momento.
failure-tunnel-idle = { $minutes ->
    [one] Nadie ha usado el túnel durante un minuto, y este servidor quiere que entonces termine.
    [many] Nadie ha usado el túnel durante { $minutes } de minutos, y este servidor quiere que entonces termine.
   *[other] Nadie ha usado el túnel durante { $minutes } minutos, y este servidor quiere que entonces termine.
}
    .advice = Volver a conectar cuando haga falta.
failure-session-time-over = { $minutes ->
    [one] Este servidor permite una conexión durante un minuto, y ya ha pasado.
    [many] Este servidor permite una conexión durante { $minutes } de minutos, y ya han pasado.
   *[other] Este servidor permite una conexión durante { $minutes } minutos, y ya han pasado.
}
    .advice = Volver a conectar si hace falta más tiempo.
failure-profile-refused = Este perfil no se puede usar por { $what }.
    .advice = Importarlo de nuevo para ver por qué, o pedir otro a quien lo proporcionó.
failure-tunnel-device = No se ha podido crear el dispositivo de túnel.
    .advice = Comprobar que el sistema tiene el módulo tun y reiniciar el servicio auxiliar de Adit.
failure-network-setup = No se ha podido configurar la red de este equipo ({ network-step }).
    .advice = Todo se ha dejado como estaba. Puede interferir otro programa de red; cerrarlo y volver a intentarlo.
failure-network-setup-not-permitted = El servicio auxiliar de Adit no puede configurar la red de este equipo ({ network-step }).
    .advice = Iniciarlo como servicio del sistema o como administrador.
failure-network-setup-timed-out = Configurar la red de este equipo ha tardado demasiado ({ network-step }).
    .advice = Todo se ha dejado, o se dejará, como estaba. Volver a intentarlo; si ocurre siempre, reiniciar este equipo.
failure-network-setup-not-kept = Otro programa ha cambiado la red de este equipo mientras se configuraba.
    .advice = Cerrar otros programas de red, o indicarles que no toquen las interfaces de Adit, y volver a intentarlo.
failure-network-setup-unsupported = Este sistema no se puede configurar como necesita este túnel ({ network-step }).
    .advice = La documentación de Adit indica lo que puede hacer cada sistema.
# Which part of it, in brackets behind what happened.
network-step = { $step ->
    [plan] examen del plan
    [look] consulta de la red
    [journal] registro de cambios
    [firewall] cortafuegos
    [interface] interfaz del túnel
    [address] dirección del túnel
    [route] una ruta
    [rule] la regla que lleva al túnel
    [path-filter] el filtro de caminos de vuelta
    [dns] servidores de nombres
    [read-back] relectura
    [watch] vigilancia
    [bypass] un socket fuera del túnel
    [apply] configuración
    [undo] vuelta atrás
   *[other] otra parte
}
failure-network-setup-bad-plan = Adit ha hecho un plan para la red que no puede aplicar.
    .advice = Es un fallo de Adit. Conviene comunicarlo junto con el registro.
failure-not-permitted = Esta conexión pertenece a otro usuario de este equipo.
    .advice = Pedirle que la desconecte.
failure-not-permitted-owner = Esta conexión pertenece al usuario { $owner } de este equipo.
    .advice = Pedirle que la desconecte.
failure-not-authorized = Esta cuenta no puede usar conexiones VPN en este equipo.
    .advice = Un administrador puede permitirlo: con el grupo «adit» o en el archivo /etc/adit/access.conf.
failure-not-allowed-lock = La organización ha fijado cuándo se retiene el tráfico.
    .advice = Un administrador puede cambiarlo en /etc/adit/policy.toml.
failure-not-allowed-let-out = La organización no permite dejar salir tráfico sin protección.
    .advice = Conectar o preguntar a un administrador.
failure-not-allowed-own-profile = La organización no permite conexiones VPN con perfiles propios.
    .advice = Usar uno de los perfiles de la organización o preguntar a un administrador.
failure-not-allowed-managed-profile = La organización no tiene un perfil así para esta cuenta.
    .advice = Preguntar a un administrador si el perfil sigue existiendo y para quién.
failure-network-in-use = La red de este equipo la está usando una VPN del usuario { $owner }.
    .advice = Pedirle que la desconecte. Un administrador puede terminarla con «aditctl disconnect --of { $owner }».
failure-not-brought-back = El servicio auxiliar de Adit terminó mientras se quería esta conexión, y no puede recuperarla por sí solo.
    .advice = Volver a conectar. Si ya no hace falta, desconectarla.
failure-unknown-connection = No existe esa conexión.
    .advice = Puede haber terminado ya. Mirar la lista de conexiones.
failure-helper-not-running = El servicio auxiliar de Adit no está en marcha.
    .advice = Iniciarlo, o mirar en su registro por qué se detuvo.
failure-helper-older = El servicio auxiliar de Adit es más antiguo que este programa.
    .advice = Reiniciar el servicio auxiliar. Si no ayuda, instalar Adit de nuevo.
failure-helper-newer = El servicio auxiliar de Adit es más nuevo que este programa.
    .advice = Reiniciar Adit. Si no ayuda, instalarlo de nuevo.
failure-bad-request-frame-too-large = Este perfil es demasiado grande para el servicio auxiliar de Adit.
    .advice = Caben perfiles de unos 700 KiB, con todas sus claves y listas. Pedir uno más pequeño a quien lo hizo.
failure-bad-request-not-a-message = El servicio auxiliar de Adit no ha entendido la petición.
    .advice = Actualizar Adit y su servicio auxiliar a la misma versión.
failure-bad-request-hello-missing = Al servicio auxiliar de Adit se le preguntó algo antes del saludo.
    .advice = Actualizar Adit y su servicio auxiliar a la misma versión.
failure-bad-request-hello-repeated = Al servicio auxiliar de Adit se le saludó dos veces.
    .advice = Actualizar Adit y su servicio auxiliar a la misma versión.
failure-bad-request-too-many-clients = Demasiados programas usan el servicio auxiliar de Adit.
    .advice = Cerrar algunos y volver a intentarlo.
failure-bad-request-too-many-clients-of-user = Demasiados programas de esta cuenta usan el servicio auxiliar de Adit.
    .advice = Cerrar algunos y volver a intentarlo.
failure-bad-request-too-many-tunnels = Este equipo tiene demasiados túneles a la vez.
    .advice = Desconectar uno y volver a intentarlo.
failure-bad-request-too-many-tunnels-of-user = Esta cuenta tiene demasiados túneles a la vez.
    .advice = Desconectar uno y volver a intentarlo.
failure-bad-request-too-many-connections = Hay demasiadas conexiones.
    .advice = Desconectar una y volver a intentarlo.
failure-bad-request-busy = Esta conexión sigue ocupada con lo que se le pidió antes.
    .advice = Esperar un momento y volver a intentarlo.
failure-bad-request-ending = El servicio auxiliar de Adit está terminando.
    .advice = Volver a intentarlo cuando se haya iniciado de nuevo.
failure-bad-request-name = El nombre del perfil es demasiado largo o no se puede mostrar.
    .advice = Dar otro nombre al perfil.
failure-bad-request-unknown-protocol = El servicio auxiliar de Adit no habla el protocolo de este perfil ({ $protocol }).
    .advice = Actualizar Adit y su servicio auxiliar a la misma versión.
failure-bad-request-proxies = Los proxies configurados en este equipo no se pueden usar.
    .advice = Comprobar los proxies en los ajustes del sistema.
failure-bad-request-credentials-too-long = El nombre de usuario o la contraseña es demasiado largo.
    .advice = Comprobarlos y volver a intentarlo.
failure-bad-request-public-address = Un servidor al que se llega desde todas partes no dice en qué red está este equipo.
    .advice = Dar la dirección de un servidor que esté solo en esta red: una privada, como la del router.
failure-bad-request-answer-of-other-kind = Esta respuesta no corresponde a la pregunta que se hace.
    .advice = Mirar qué se pregunta ahora y responder a eso.
failure-proxy-not-reachable = No se puede llegar al proxy { $proxy }.
    .advice = Comprobar la red de este equipo, y el nombre y el puerto del proxy en el perfil o en los ajustes del sistema.
failure-proxy-no-answer = El proxy { $proxy } no responde.
    .advice = Volver a intentarlo más tarde, o preguntar a quien administra el proxy.
failure-proxy-not-a-proxy = Lo que responde en { $proxy } no es un proxy de este tipo.
    .advice = Comprobar el puerto, y si es un proxy HTTP o SOCKS 5.
failure-proxy-credentials-needed = El proxy { $proxy } pide un nombre de usuario y una contraseña.
    .advice = Volver a conectar y escribirlos.
failure-proxy-credentials-refused = El proxy { $proxy } ha rechazado este nombre de usuario o esta contraseña.
    .advice = Comprobarlos y volver a intentarlo. Son los del proxy, no los del servidor VPN.
failure-proxy-sign-in-not-supported = El proxy { $proxy } pide una forma de identificarse que Adit no tiene ({ $offered }).
    .advice = Pedir a quien administra el proxy que permita el método Basic o Digest, o nombre de usuario y contraseña en SOCKS.
failure-proxy-not-allowed = El proxy { $proxy } no permite conexiones a este servidor en el puerto { $port }.
    .advice = Muchos proxies solo permiten el puerto 443. Pedir a quien proporcionó el perfil un servidor en el puerto TCP 443.
failure-proxy-server-not-reached = El proxy { $proxy } no puede llegar a { $host }.
    .advice = El servidor puede estar caído, o el proxy puede no conocer su nombre. Volver a intentarlo más tarde o con otro servidor.
failure-proxy-no-datagrams = El proxy { $proxy } no transporta UDP.
    .advice = Usar un perfil con un servidor TCP, u otro proxy.
failure-proxy-refused = El proxy { $proxy } ha rechazado la conexión y dice: «{ $answer }»
    .advice = Preguntar a quien administra el proxy.
failure-name-servers-silent = No se puede buscar la dirección de { $host }: los servidores de nombres de esta red no responden.
    .advice = Comprobar que este equipo está en línea y si se abren otras páginas. Adit vuelve a intentarlo por sí solo.
    .advice-ended = Comprobar que este equipo está en línea y si se abren otras páginas. Después, volver a conectar.
failure-no-ipv4 = A { $host } solo se llega por IPv4, y esta red solo tiene IPv6.
    .advice = Probar otra red, o pedir una dirección IPv6 a quien administra el servidor.
failure-no-address-given = El servidor no ha dado ninguna dirección a este equipo.
    .advice = Pedir a quien administra el servidor que asigne una: un servidor OpenVPN lo hace con «server» o «ifconfig-push».
failure-address-unusable = La dirección que ha dado el servidor no se puede usar: { $address }.
    .advice = Pedir a quien administra el servidor que asigne otra.
failure-server-key-unsupported = El certificado del servidor tiene una clave de tipo { $algorithm }, que Adit no puede comprobar.
    .advice = Pedir a quien administra el servidor un certificado con una clave RSA, ECDSA o Ed25519.
failure-session-token-refused = El servidor ha olvidado este inicio de sesión.
    .advice = Adit inicia sesión de nuevo por sí solo.
    .advice-ended = Iniciar sesión de nuevo.
failure-other-service-http = Lo que responde en { $host }, puerto { $port }, es un servidor web, no esta VPN.
    .advice = La dirección o el puerto del perfil pueden ser incorrectos, o hay en medio una página de inicio de sesión de esta red. Abrir una página web; si ninguna pide iniciar sesión, preguntar a quien administra el servidor.
failure-other-service-tls = Lo que responde en { $host }, puerto { $port }, es un servicio sobre TLS, no esta VPN.
    .advice = La dirección o el puerto del perfil pueden ser incorrectos, o el servidor es de otro tipo. Preguntar a quien proporcionó el perfil.
failure-other-service-ssh = Lo que responde en { $host }, puerto { $port }, es un servidor SSH, no esta VPN.
    .advice = La dirección o el puerto del perfil pueden ser incorrectos. Preguntar a quien proporcionó el perfil.
failure-other-service-unknown = Lo que responde en { $host }, puerto { $port }, no es esta VPN.
    .advice = La dirección o el puerto del perfil pueden ser incorrectos. Preguntar a quien proporcionó el perfil.
# In place of an option’s value.
option-not-set = sin definir
failure-nothing-readable = El túnel se ha configurado, pero nada de lo que el servidor envía por él se puede leer.
    .advice = El perfil y el servidor difieren en una opción como «cipher», «auth», «comp-lzo» o «fragment». Pedir un perfil que encaje a quien administra el servidor.
failure-nothing-readable-differs = El túnel se ha configurado, pero nada de lo que el servidor envía por él se puede leer: «{ $option }» es { $ours } en el perfil y { $theirs } en el servidor.
    .advice = Pedir a quien administra el servidor un perfil que encaje, o que lo cambie allí.
failure-cancelled = Cancelado.
    .advice = Se puede volver a conectar en cualquier momento.
failure-internal = Algo ha ido mal en Adit.
    .advice = Volver a intentarlo; conviene comunicar los detalles para que se pueda arreglar.
