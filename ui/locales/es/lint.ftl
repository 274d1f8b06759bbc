# Why a line of a profile is ignored, worth a note, or refused. `.advice` is the remedy, where the user has one.

## Not a profile

lint-empty = El archivo está vacío.
    .advice = Descargar o copiar el perfil de nuevo.
lint-too-large = El archivo es más grande que cualquier perfil.
    .advice = Elegir el propio archivo .ovpn. Un perfil tiene como máximo { $limit_kib } KiB.
lint-utf16 = El archivo es texto UTF-16.
    .advice = Abrirlo en un editor de texto, guardarlo como UTF-8 e importarlo de nuevo.
lint-binary = El archivo no es texto.
    .advice = Elegir el propio archivo .ovpn. Si venía en un archivo comprimido, descomprimirlo antes.
lint-nul-bytes = El texto está dañado aquí: contiene bytes nulos.
    .advice = Descargar o copiar el perfil de nuevo.
lint-web-page = El archivo es una página web, no un perfil.
    .advice = El enlace de descarga probablemente llevó a una página de inicio de sesión. Iniciar sesión allí en el navegador y descargar el perfil de nuevo.
lint-conflict-marker = Aquí se combinaron dos versiones del perfil, y siguen las marcas.
    .advice = Conservar una versión, quitar las marcas e importarlo de nuevo.
lint-line-too-long = Esta línea es más larga que cualquier directiva.
    .advice = Puede que se hayan perdido los saltos de línea. Descargar o copiar el perfil de nuevo.
lint-too-many-lines = El perfil tiene más de { $limit } líneas que cuentan, más de las que admite Adit.
    .advice = Elegir el propio archivo .ovpn. Si es el correcto, pedir un perfil con menos rutas.
lint-lines-joined = Al archivo le faltan los saltos de línea: todo, o varias líneas, está en una.
    .advice = Copiar o descargar el perfil de nuevo como archivo, no a través de un campo o un mensaje que une líneas.
lint-loose-material = Aquí empieza un certificado o una clave, y nada dice para qué es.
    .advice = Ponerlo entre <ca> y </ca>, <cert> y </cert>, o <key> y </key>.
lint-unbalanced-quote = Aquí se abren unas comillas que no se cierran.
    .advice = Cerrarlas en un editor de texto e importar el perfil de nuevo.
lint-missing-end-tag = Aquí empieza <{ $name }>, y falta su final </{ $name }>.
    .advice = El archivo puede estar incompleto. Descargarlo o copiarlo de nuevo.
lint-block-on-one-line = «<{ $name }>» y el contenido de su bloque están en una sola línea.
    .advice = Poner <{ $name }>, cada línea del contenido y </{ $name }> en líneas propias, o descargar el perfil de nuevo.
lint-stray-end-tag = </{ $name }> termina algo que no ha empezado.
    .advice = Quitar la línea, o poner <{ $name }> donde corresponde.

## The profile as a whole

lint-no-server = El perfil no indica ningún servidor.
    .advice = Añadir una línea «remote» con la dirección del servidor, o pedir un perfil completo a quien lo proporcionó.
lint-too-many-servers = El perfil indica más servidores de los que admite Adit; se usan los primeros { $limit }.
lint-no-authority = El perfil no dice en quién confiar: no tiene ninguna autoridad de certificación.
    .advice = Pedir el archivo «ca», o un perfil que lo contenga, a quien lo proporcionó.
lint-not-a-client = Este perfil no es para el cliente de un servidor.
    .advice = Si debería serlo, añadir una línea «client» e importarlo de nuevo.
lint-no-server-check = Cualquier certificado de la misma autoridad pasaría por el servidor, incluso el de otro cliente.
    .advice = Preguntar a quien proporcionó el perfil si se puede añadir «remote-cert-tls server».
lint-no-sign-in = El perfil no tiene ni un certificado propio ni una forma de identificarse.
    .advice = Si el servidor rechaza la conexión, preguntar qué falta a quien proporcionó el perfil.
lint-certificate-without-key = El perfil tiene el certificado propio, pero no su clave privada.
    .advice = Pedir el archivo «key» a quien proporcionó el perfil.
lint-key-without-certificate = El perfil tiene una clave privada, pero no su certificado.
    .advice = Pedir el archivo «cert» a quien proporcionó el perfil.
lint-several-control-keys = El perfil tiene varios de tls-auth, tls-crypt y tls-crypt-v2, que se excluyen entre sí.
    .advice = Preguntar a quien proporcionó el perfil cuál usa el servidor.
lint-tls-auth-without-digest = tls-auth no puede funcionar con «auth none».
    .advice = Preguntar a quien proporcionó el perfil qué «auth» usa el servidor.
lint-generic-profile = Esto es una plantilla de un Access Server, no el perfil de una persona.
    .advice = Iniciar sesión en la página del Access Server y descargar el perfil propio.
lint-not-utf8 = El texto no es UTF-8 y se ha leído como Latin-1; los nombres con acentos pueden verse mal.
lint-out-of-bounds = Un valor está fuera de lo que puede contener un perfil: { $what }.
    .advice = Pedir a quien proporcionó el perfil que lo compruebe.

## How a line is written

lint-missing-value = A «{ $name }» le falta un valor.
    .advice = El perfil puede ser una plantilla sin rellenar. Pedir uno completo a quien lo proporcionó.
lint-bad-value = «{ $value }» no tiene sentido aquí.
    .advice = Corregirlo en un editor de texto, o preguntar a quien proporcionó el perfil.
lint-extra-words = «{ $name }» tiene más valores de los que admite.
    .advice = Si los valores van juntos, ponerlos entre comillas; si no, quitar lo que sobra.
lint-words-cut = La línea tiene más de 16 palabras; el resto se omite.
lint-long-line = La línea es más larga de lo que admite OpenVPN. Adit la lee de todos modos.
lint-literal-backslash = Una barra invertida se toma tal cual. OpenVPN la querría doble.
lint-repeated = La línea { $line } lo dice otra vez, y esa es la que cuenta.
lint-inline-marker = Anuncia el bloque que está más abajo.
lint-unknown-directive = Adit no conoce «{ $name }».
    .advice = Si no importa, quitar la línea e importar el perfil de nuevo.
lint-unknown-line = Adit no conoce la directiva de esta línea. La línea no se muestra, porque puede ser parte de una contraseña o clave.
    .advice = Mirar la línea en un editor de texto. Si no importa, quitarla e importar el perfil de nuevo.
lint-misspelled-directive = No existe esa directiva. ¿Se trata de «{ $suggestion }»?
    .advice = Corregir la línea en un editor de texto, o quitarla, e importar el perfil de nuevo.
lint-unknown-allowed = Adit no la conoce, y el perfil dice que se puede omitir.
lint-optional-left-out = El perfil dice que se puede omitir.
lint-not-in-connection = «{ $name }» no tiene lugar dentro de un bloque connection.
    .advice = Poner la línea antes del bloque e importar el perfil de nuevo.
lint-replaced-by-connections = En su lugar se usan los bloques connection de este perfil.

## What cannot be used

lint-tap-device = El perfil une redes enteras como puente (tap). Adit crea túneles enrutados (tun).
    .advice = Pedir un perfil «tun» a quien administra el servidor.
lint-server-only = «{ $name }» es para servidores.
    .advice = Pedir el perfil de un cliente a quien proporcionó este archivo.
lint-static-key-mode = El perfil usa una clave estática en lugar de certificados, lo que ya no es seguro.
    .advice = Pedir un perfil con certificados a quien administra el servidor.
lint-standalone-action = «{ $name }» es una tarea del programa openvpn, no un ajuste.
    .advice = Quitar la línea e importar el perfil de nuevo.
lint-script = { $name ->
        [up] «up» ejecutaría un programa cuando la interfaz del túnel esté lista, casi siempre para DNS o rutas.
        [down] «down» ejecutaría un programa cuando termine el túnel, casi siempre para deshacer lo que hizo «up».
        [route-up] «route-up» ejecutaría un programa cuando estén puestas las rutas.
        [route-pre-down] «route-pre-down» ejecutaría un programa antes de quitar las rutas.
        [ipchange] «ipchange» ejecutaría un programa cada vez que cambie la dirección del servidor.
        [dns-updown] «dns-updown» ejecutaría un programa para DNS. Adit configura DNS por sí mismo.
        [iproute-script] «iproute-script» usaría un programa en lugar del propio del sistema para direcciones y rutas. Adit las configura por sí mismo.
        [tls-verify] «tls-verify» dejaría que un programa juzgue el certificado del servidor.
        [tls-export-cert] «tls-export-cert» escribiría el certificado del servidor en una carpeta, para programas.
        [auth-user-pass-verify] «auth-user-pass-verify» dejaría que un programa juzgue contraseñas, lo que solo hacen los servidores.
        [learn-address] «learn-address» informaría a un programa de los clientes, que solo tienen los servidores.
       *[other] «{ $name }» ejecutaría un programa elegido por el perfil.
    } Adit nunca ejecuta programas de un perfil.
    .advice = { $name ->
        [up] El túnel funciona sin él, salvo que el programa haga algo más que DNS y rutas. Omitir la línea e importar el perfil de nuevo.
        [down] El túnel funciona sin él. Omitir la línea e importar el perfil de nuevo.
        [route-up] El túnel funciona sin él, salvo que el programa ponga rutas propias. Omitir la línea e importar el perfil de nuevo.
        [route-pre-down] El túnel funciona sin él. Omitir la línea e importar el perfil de nuevo.
        [ipchange] El túnel funciona sin él. Omitir la línea e importar el perfil de nuevo.
        [dns-updown] El túnel funciona sin él. Omitir la línea e importar el perfil de nuevo.
        [iproute-script] El túnel funciona sin él. Omitir la línea e importar el perfil de nuevo.
        [tls-verify] Sin él se comprobaría menos de lo que promete el perfil. Pedir uno que diga lo que comprueba el programa, por ejemplo con «verify-x509-name».
       *[other] Si el túnel funciona sin él, quitar la línea e importar el perfil de nuevo.
    }
lint-plugin = El perfil cargaría una biblioteca en el cliente VPN, que podría hacer allí cualquier cosa, casi siempre para identificarse o para DNS. Adit nunca lo hace.
    .advice = El túnel funciona sin ella, salvo que haga falta para identificarse. Omitir la línea e importar el perfil de nuevo.
lint-dns-helper = El script de DNS no se ejecuta; Adit configura DNS por sí mismo.
lint-fragment = El perfil divide paquetes a la manera de OpenVPN 1.
    .advice = Pedir uno con «fragment» y un tamaño, o sin él, a quien lo proporcionó.
lint-no-encryption = Con este cifrado, nada en el túnel estaría cifrado.
    .advice = Pedir a quien administra el servidor que use AES-256-GCM, y un perfil que lo diga.
lint-http-proxy-needs-tcp = Este servidor usa UDP, que un proxy HTTP no transporta.
    .advice = Pedir un servidor TCP a quien proporcionó el perfil, o quitar http-proxy.
lint-udp-behind-http-proxy = Este servidor se omite: usa UDP, que un proxy HTTP no transporta.
lint-two-proxies = El perfil indica un proxy HTTP y un proxy SOCKS para un servidor, y solo uno puede estar en el camino.
    .advice = Quitar la línea del proxy que no se usa.
lint-proxy-ntlm = El perfil se identifica en su proxy con NTLM, que ya no es seguro y que Adit no tiene.
    .advice = Pedir el método Basic o Digest a quien administra el proxy.
lint-bad-proxy-login = Aquí se esperan un nombre de usuario y una contraseña en dos líneas.
lint-external-key = La clave privada está en una tarjeta inteligente o en poder de otro programa, donde Adit aún no puede usarla.
    .advice = Pedir un perfil que contenga la clave.
lint-revocation-folder = Los certificados revocados están en una carpeta, que Adit no lee.
    .advice = Pedir la lista como un solo archivo («crl-verify» sin «dir»).
lint-tls-remote = «tls-remote» comprueba el nombre del servidor de una forma que OpenVPN abandonó.
    .advice = Sustituirlo por «verify-x509-name» con el nombre del servidor e importar el perfil de nuevo.
lint-scramble = Los paquetes se disfrazan con «scramble», que solo entienden un servidor y un cliente con un parche propio.
    .advice = Pedir una conexión sin ello a quien administra el servidor, o usar el cliente que ofrece el proveedor.
lint-tls-too-old = El perfil no permite nada por encima de TLS { $version }, que ya no es seguro.
    .advice = Pedir a quien administra el servidor que permita TLS 1.2 o posterior.
lint-key-method-one = El perfil intercambia claves de una forma que OpenVPN abandonó.
    .advice = Pedir un perfil actual a quien administra el servidor.
lint-not-supported = Adit no puede hacer «{ $name }», y sin ello el túnel no sería lo que promete el perfil.
    .advice = Preguntar a quien proporcionó el perfil si puede prescindir de ello.
lint-unsupported-digest = El perfil necesita el resumen { $digest }, que Adit no tiene.
    .advice = Pedir «auth SHA256» a quien administra el servidor, y un perfil que lo diga.
lint-cipher-fixed = El perfil insiste en { $cipher }, que ya no es seguro.
    .advice = Pedir a quien administra el servidor que permita AES-256-GCM en «data-ciphers», y un perfil que lo diga.

## The environment of the profile

lint-overlaps-local = El perfil envía { $route } por el túnel, y este equipo está en { $network }. Los dispositivos cercanos pueden quedar fuera de alcance mientras haya conexión.
    .advice = Si hacen falta, usar aquí otra red, o pedir a quien administra el servidor que cambie la ruta.

## Servers and files

lint-placeholder-server = «{ $value }» está donde debería estar la dirección del servidor.
    .advice = Poner la dirección del servidor en su lugar.
lint-needs-file = Hace falta el archivo «{ $name }», que no está junto al perfil.
    .advice = Ponerlo en la carpeta del perfil.
lint-needs-file-elsewhere = Hace falta el archivo «{ $name }», y Adit solo mira en la carpeta del perfil.
    .advice = Ponerlo allí y escribir en esta línea su nombre sin carpeta.
lint-file-too-large = El archivo «{ $name }» es demasiado grande para lo que debería ser.
    .advice = Poner el correcto en la carpeta del perfil.
lint-file-unreadable = El archivo «{ $name }» no se puede leer.
    .advice = Comprobar sus permisos.
lint-password-file = La ventana no lee «{ $name }» y lo pregunta; «aditctl connect» lo lee si está en la carpeta del perfil.
lint-no-certificate = Aquí no hay ningún certificado.
    .advice = Se espera un texto desde «BEGIN CERTIFICATE» hasta «END CERTIFICATE». Preguntar a quien proporcionó el perfil.
lint-bad-certificate = El certificado está dañado.
    .advice = Descargar o copiar el perfil de nuevo.
lint-weak-certificate = El certificado es de un tipo antiguo ({ $weakness }) que puede no aceptarse.
    .advice = Pedir uno nuevo a quien administra el servidor.
lint-certificate-expired = El certificado caducó { $days ->
        [0] hoy
        [1] ayer
       *[other] hace { $days } días
    }, el { DATE($not_after) }.
    .advice = El servidor no lo aceptará. Pedir uno nuevo a quien proporcionó el perfil.
lint-certificate-expiring = El certificado caduca el { DATE($not_after) }{ $days ->
        [0] { "" }, hoy
        [1] { "" }, mañana
       *[other] { "" }, dentro de { $days } días
    }.
    .advice = Pedir uno nuevo antes a quien proporcionó el perfil.
lint-authority-expired = La autoridad que responde por el servidor caducó { $days ->
        [0] hoy
        [1] ayer
       *[other] hace { $days } días
    }, el { DATE($not_after) }.
    .advice = No se confiará en el servidor. Pedir un perfil nuevo a quien lo administra.
lint-certificate-not-yet-valid = El certificado es válido desde el { DATE($not_before) }.
    .advice = Si ese día ya ha llegado, ajustar el reloj de este equipo.
lint-bad-private-key = Aquí no hay ninguna clave privada utilizable.
    .advice = Se espera un texto desde «BEGIN PRIVATE KEY» hasta «END PRIVATE KEY». Preguntar a quien proporcionó el perfil.
lint-bad-container = Aquí no hay ningún contenedor PKCS#12 utilizable.
    .advice = Se espera un archivo que termine en .p12 o .pfx. Preguntar a quien proporcionó el perfil.
lint-unsupported-lock = Está bloqueado de una forma que Adit no conoce ({ $scheme }).
    .advice = Pedir uno cifrado con AES a quien proporcionó el perfil.
lint-several-identities = El perfil tiene un contenedor PKCS#12 y además un certificado o una clave.
    .advice = Preguntar a quien proporcionó el perfil cuál vale, y quitar lo demás.
lint-short-client-key = La clave de este certificado tiene { $bits } bits, demasiado pocos para ser segura, y Adit no firma con ella.
    .advice = Pedir un certificado y una clave nuevos a quien proporcionó el perfil, con una clave RSA de 2048 bits o más.
lint-key-of-another = La clave privada no corresponde a este certificado.
    .advice = Pedir la clave de este certificado, o ambos nuevos, a quien proporcionó el perfil.
lint-unsupported-certificate = Este certificado tiene una clave de tipo { $algorithm }, con la que Adit no puede identificarse.
    .advice = Pedir un certificado con una clave RSA, ECDSA (P-256) o Ed25519 a quien proporcionó el perfil.
lint-unsupported-authority = La autoridad tiene una clave de tipo { $algorithm }, que Adit no puede comprobar. No se puede confiar en los servidores por los que responde.
    .advice = Pedir una autoridad con una clave RSA, ECDSA o Ed25519 a quien administra el servidor.
lint-unsupported-private-key = Este tipo de clave privada ({ $algorithm }) ya no es seguro.
    .advice = Pedir una clave RSA o EC a quien proporcionó el perfil.
lint-bad-static-key = La clave estática está dañada.
    .advice = Se esperan 512 dígitos hexadecimales. Descargar o copiar el perfil de nuevo.
lint-bad-tls-crypt-v2-key = La clave tls-crypt-v2 está dañada o es la del servidor.
    .advice = Descargar o copiar el perfil de nuevo.
lint-bad-fingerprint = «{ $value }» no es una huella.
    .advice = Se esperan pares de dígitos hexadecimales separados por dos puntos. Preguntar a quien proporcionó el perfil.
lint-bad-revocation-list = La lista de certificados revocados está dañada.
    .advice = Pedir una actual a quien proporcionó el perfil.
lint-bad-login-block = Aquí no hay ningún nombre de usuario.
    .advice = El bloque tiene el nombre de usuario en la primera línea y la contraseña en la segunda.

## Used, with a warning

lint-fallback-cipher = { $cipher } solo se usa donde el servidor no puede acordar un cifrado mejor.
lint-unsupported-cipher = Adit no tiene { $cipher }. Funciona si el servidor puede acordar otro cifrado.
    .advice = Si no puede, pedir a quien administra el servidor que añada AES-256-GCM a «data-ciphers».
lint-ciphers-left-out = Adit no tiene { $ciphers }; los demás se ofrecen.
lint-no-aead-cipher = Todos los cifrados de esta lista son de un tipo antiguo. Funcionan, más despacio.
lint-negotiation-off = El perfil prohíbe acordar un cifrado mejor. Adit lo hace de todos modos.
lint-compression-framing = Adit nunca comprime, porque puede revelar el contenido del túnel. Los paquetes son como los espera el servidor, y lo que él comprime se lee.
lint-compression-read = Adit lee lo que comprime el servidor y no comprime nada por su parte. Lo que comprime el servidor puede revelar igualmente su contenido.
    .advice = Pedir a quien administra el servidor que desactive la compresión, y quitar esta línea.
lint-digest-not-used = Adit no tiene el resumen { $digest }. No hace falta: los cifrados que se ofrecen funcionan sin él.
lint-domains-without-server = El servidor DNS { $number } tiene dominios y ninguna dirección, así que no se puede preguntar a nadie por ellos.
    .advice = Pedir la dirección del servidor DNS a quien proporcionó el perfil.
lint-cbc-without-digest = Con «auth none», los paquetes con AES-CBC podrían alterarse en el camino. Adit no usa AES-CBC así.
    .advice = Si no se puede llegar al servidor, pedir AES-256-GCM o «auth SHA256» a quien lo administra.
lint-no-shared-suite = Adit no tiene ninguno de estos; ofrece los suyos, que son más fuertes.
    .advice = Si no se puede llegar al servidor, pedir a quien lo administra que permita conjuntos ECDHE o TLS 1.3.
lint-weak-accepted = El perfil acepta certificados de un tipo antiguo y más débil.
    .advice = Preguntar a quien administra el servidor si aún hace falta.
lint-ns-cert-type = El servidor se comprueba de una forma antigua.
    .advice = Pedir uno con «remote-cert-tls server» a quien proporcionó el perfil.
lint-route-by-name = La ruta a «{ $value }» se omite: Adit solo admite rutas por dirección.
    .advice = Poner ahí la dirección si este tráfico tiene que ir por el túnel.
lint-unusable-address = «{ $value }» se omite: no es un lugar al que pueda llevar un túnel.
lint-too-many-values = Esto se omite: Adit admite { $limit } de su clase, y el perfil tiene más.
lint-value-left-out = «{ $value }» no tiene sentido aquí y se omite.
lint-partly-used = «{ $value }» se omite; el resto de la línea se usa.
lint-not-honoured = Adit no hace «{ $name }». El túnel funciona sin ello.
lint-push-only = «{ $name }» viene de los servidores y aquí se omite.
lint-own-control = «{ $name }» trata de la ejecución del programa openvpn. Adit tiene sus propias formas.
lint-own-log-file = «{ $name }» no se escribe; Adit lleva su propio registro.
lint-own-dns-protection = Adit mantiene por sí mismo DNS dentro del túnel.

## Ignored

lint-own-log = Adit tiene su propio registro.
lint-own-rights = El servicio auxiliar de Adit funciona de todos modos con los mínimos permisos.
lint-always-so = Adit lo hace de todos modos.
lint-other-platform = Es para otro sistema.
lint-obsolete = Tampoco tiene efecto en OpenVPN.
lint-tuning = Adit se ajusta por sí mismo.
lint-for-scripts = Es para scripts, que Adit no ejecuta.
lint-for-other-programs = Es para otros programas.

## Fixes: what is done, and why

fix-cipher-list = Ofrecer cifrados modernos, y { $name } solo como último recurso
    .advice = «cipher» es de cuando cliente y servidor aún no acordaban un cifrado. Hoy, el propio OpenVPN quiere una lista.
fix-modern-ciphers = Ofrecer cifrados modernos en lugar del antiguo
    .advice = El cifrado de esta línea ya no es seguro. Los servidores de los últimos años acuerdan uno mejor.
fix-negotiate = Dejar que cliente y servidor acuerden un cifrado
    .advice = OpenVPN abandonó «ncp-disable», y Adit acuerda el mejor cifrado en cualquier caso.
fix-data-ciphers = Usar el nombre actual de la lista de cifrados (data-ciphers)
    .advice = OpenVPN cambió el nombre de «ncp-ciphers» a «data-ciphers».
fix-server-name = Comprobar el nombre del servidor de la forma actual (verify-x509-name)
    .advice = OpenVPN abandonó «tls-remote». «verify-x509-name» compara el mismo nombre.
fix-server-usage = Comprobar de la forma actual que es realmente un servidor (remote-cert-tls)
    .advice = «ns-cert-type» mira una marca que los certificados nuevos no llevan. «remote-cert-tls» mira la que sí llevan.
fix-check-server = Comprobar que es realmente un servidor (remote-cert-tls)
    .advice = Sin esto, cualquiera con un certificado de la misma autoridad podría hacerse pasar por el servidor.
fix-dns-helper = Omitir los scripts de DNS
    .advice = Adit configura DNS por sí mismo y lo deshace cuando termina el túnel.
fix-leave-out-script = Omitir «{ $name }»
    .advice = Adit nunca ejecuta programas de un perfil. La mayoría de los túneles funcionan sin ellos; lo que el programa hace no se hará.
fix-key-direction = Usar la mitad del cliente de la clave tls-auth
    .advice = La mayoría de los servidores usan las mitades de esta clave en direcciones distintas, y el perfil no dice cuál corresponde.
fix-obsolete = Omitir «{ $name }»
    .advice = Tampoco tiene efecto en OpenVPN, y algunas versiones se detienen en ello.
fix-no-compression = Decir claramente que no se comprime nada
    .advice = Los paquetes siguen siendo como los espera el servidor. La compresión puede revelar el contenido del túnel.
fix-spelling = Escribirlo como OpenVPN
    .advice = OpenVPN conoce esta palabra solo en minúsculas.
fix-extra-words = Omitir lo que «{ $name }» no admite
    .advice = OpenVPN se detiene en una línea con más valores de los que conoce.
fix-misspelled = Corregir el nombre de la directiva
    .advice = «{ $name }» es probablemente una errata.
fix-backslash = Escribir las barras invertidas como las lee OpenVPN
    .advice = OpenVPN quiere cada una de ellas doble.
fix-tls-cipher = Omitir la lista de antiguos conjuntos TLS
    .advice = Adit no tiene ninguno y ofrece los suyos, que son más fuertes.
fix-ask-for-password = Preguntar la contraseña en lugar de indicar un archivo
    .advice = Adit no lee archivos con contraseñas; la pregunta y, si se quiere, la guarda en el llavero.
fix-client = Decir que es el perfil de un cliente
    .advice = El perfil indica un servidor y una autoridad, y no dice que tome sus ajustes del servidor.
