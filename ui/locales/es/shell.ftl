# Texts that the window, the tray and the notifications share. Failures are in failures.ftl, reports on profiles in lint.ftl.

## State

state-disconnected = Desconectado
state-connecting = Conectando
state-other-network = Apagado en esta red
state-connected = Conectado
state-reconnecting = Reconectando
state-disconnecting = Desconectando
state-offline = Sin red
state-waiting = En espera
state-failed = No conectado
state-blocked = Retenido
state-asking = Espera una respuesta
state-unknown = Desconocido

sentence-disconnected = { $name } está apagado. Nada pasa por él.
sentence-disconnected-held = No sale ningún tráfico hasta que { $name } u otro túnel esté conectado.
sentence-preparing = Abriendo { $name }. Es posible que el llavero pida desbloquearse.
sentence-resolving = Buscando la dirección de { $host }.
sentence-contacting = Contactando con { $host }, { $transport } { $port }.
sentence-securing = Comprobando que es { $host }.
sentence-authenticating = Iniciando sesión en { $host }.
sentence-configuring = Configurando el túnel.
sentence-connecting = Buscando un servidor.
sentence-asking = { $name } necesita una respuesta.
sentence-all-traffic = Todo el tráfico pasa por { $name }.
sentence-all-traffic-ipv4 = Todo el tráfico IPv4 pasa por { $name }.
sentence-all-traffic-ipv6-held = Todo el tráfico pasa por { $name }; IPv6, que este túnel no transporta, se retiene.
sentence-some-traffic = { $count ->
    [one] Solo una red pasa por { $name }.
    [many] Solo { $count } de redes pasan por { $name }.
   *[other] Solo { $count } redes pasan por { $name }.
}
sentence-no-traffic = Solo la red propia del túnel pasa por { $name }.
sentence-reconnecting = La conexión se ha cortado. El tráfico para { $name } se retiene hasta que vuelva.
sentence-still-trying = Han fallado { $count } intentos. Adit sigue hasta que { $name } se conecte o se cancele.
sentence-still-reconnecting = Han fallado { $count } intentos. El tráfico para { $name } se retiene; al desconectar se deja salir.
sentence-disconnecting = Dejando la red como estaba.
sentence-failed = No se ha podido conectar { $name }.
sentence-blocked = El tráfico para { $name } se retiene. Al desconectar se deja salir.
sentence-unknown = Sin su servicio auxiliar, Adit no puede saberlo.

## Waiting

waiting-next-try = { $seconds ->
    [0] Próximo intento ahora: { $plan }.
   *[other] Próximo intento en { $seconds } s: { $plan }.
}
waiting-for-next-try = Esperando el próximo intento: { $plan }.
waiting-plan = { $host } por { $transport } ({ $try })
waiting-try-number = { $number ->
    [1] primer intento
    [2] segundo intento
    [3] tercer intento
   *[other] intento { $number }
}
waiting-no-carrier = Sin conexión: no hay red. Sigue por sí solo cuando la haya.
waiting-no-address = Sin conexión: la red aún no ha dado una dirección a este equipo. Sigue por sí solo cuando la dé.
waiting-no-route = Sin conexión: esta red no lleva al servidor. Sigue por sí solo cuando alguna lo haga.
waiting-not-here = No se usa en la red en la que está este equipo. En otra se vuelve a conectar.
waiting-only-elsewhere = Se usa en una sola red, y no es esta. Allí se conecta.
waiting-sign-in = Esta red pide antes iniciar sesión. Después sigue por sí solo.

## Steps

step-resolving = Búsqueda
step-contacting = Contacto
step-securing = Comprobación
step-authenticating = Inicio de sesión
step-configuring = Configuración

chain-helper = Servicio auxiliar
chain-helper-holds = En marcha
chain-helper-broken = Parado
chain-helper-refused = No lo permite
chain-network = Red
chain-network-holds = Conectada
chain-network-broken = No conectada
chain-network-signs-in = Pide iniciar sesión
chain-names = Nombre del servidor
chain-names-holds = Encontrado
chain-names-broken = No encontrado
chain-names-silent = Los servidores de nombres no responden
chain-server = Servidor
chain-server-holds = Responde
chain-server-silent = No responde
chain-server-lost = Ha dejado de responder
chain-server-proxy = No se llega por el proxy
chain-server-untrusted = No ha podido demostrar que es el correcto
chain-server-other = Responde, pero no como espera este perfil
chain-sign-in = Inicio de sesión
chain-sign-in-holds = Aceptado
chain-sign-in-broken = No aceptado
chain-computer = Configuración
chain-computer-holds = Hecha
chain-computer-broken = No es posible en este equipo
chain-computer-options = Lo que pide el servidor no encaja
chain-computer-clock = El reloj de este equipo está mal
chain-unknown = Sin probar todavía

## Profiles

servers-many = { $count ->
    [one] Un servidor
    [many] { $count } de servidores
   *[other] { $count } servidores
}
sign-in-certificate = Certificado
sign-in-password = Contraseña
sign-in-both = Certificado y contraseña
sign-in-browser = Navegador
sign-in-certificate-browser = Certificado y navegador
sign-in-none = Sin identificación
details-all-traffic = Todo el tráfico
details-all-ipv4 = Todo el tráfico IPv4
details-all-ipv6 = Todo el tráfico IPv6
details-server-value = { $host }, { $transport } { $port }
details-server-address-value = { $host } ({ $address }), { $transport } { $port }
other-user = usuario { $uid }
other-connection = Una conexión

## Keychain and storage

keychain-missing = Este escritorio no tiene ningún llavero que responda.
    .advice = Los perfiles y las contraseñas se mantienen en memoria hasta salir de Adit. Un llavero como GNOME Keyring o KWallet los conserva.
network-sign-in = Esta red pide antes iniciar sesión.
    .advice = Al abrir su página e iniciar sesión, Adit se conecta por sí solo. Mientras se retiene el tráfico, el navegador llega a la página durante cinco minutos como máximo.
network-no-server = Esto no es la dirección de un servidor.
    .advice = Escribir una dirección como 192.168.1.1, con un puerto si no es el 443.
keychain-locked = El llavero ha quedado bloqueado.
    .advice = Desbloquearlo y volver a intentarlo. Hasta entonces, los perfiles y las contraseñas solo se mantienen en memoria.
keychain-profile = { $name } está sellado, y su clave está en el llavero.
    .advice = Iniciar y desbloquear el llavero, y volver a intentarlo. Si la clave se ha perdido, importar el perfil de nuevo.
profile-sealed = { $name } no se abre con la clave del llavero.
    .advice = Importar el perfil de nuevo.
profile-damaged = { $count ->
    [one] Un perfil guardado no se puede leer.
    [many] { $count } de perfiles guardados no se pueden leer.
   *[other] { $count } perfiles guardados no se pueden leer.
}
    .advice = { $count ->
    [one] Se queda donde está. Importarlo de nuevo o moverlo a otro sitio.
    [many] Se quedan donde están. Importarlos de nuevo o moverlos a otro sitio.
   *[other] Se quedan donde están. Importarlos de nuevo o moverlos a otro sitio.
}
profile-not-written = No se ha podido escribir { $name } en el disco.
    .advice = Se mantiene en memoria hasta salir de Adit. Comprobar el espacio libre y los permisos de la carpeta.
arrangement-not-written = No se han podido guardar los favoritos y los grupos.
    .advice = Se mantienen hasta salir de Adit. Comprobar el espacio libre y los permisos de la carpeta.
arrangement-damaged = No se pueden leer los favoritos y los grupos.
    .advice = Todos los perfiles están. El archivo dañado se conserva junto a ellos.
groups-too-many = Hay 1000 grupos, y no se guardan más.
    .advice = Poner los perfiles en uno de ellos.
group-name-taken = Otro grupo se llama { $name }.
    .advice = Escribir otro nombre.
group-unknown = Este grupo no está.
profile-unknown = Este perfil no está.
    .advice = Puede que se haya eliminado. Elegir otro.
name-empty = Un perfil necesita un nombre.
    .advice = Escribir uno.
prompt-incomplete = En este formulario falta algo.
    .advice = Rellenar lo que falta y volver a intentarlo.
prompt-over = Esta pregunta ya no se hace.
    .advice = Volver a conectar para que se pregunte otra vez.
browser-signed-in = La sesión se ha iniciado.
    .advice = Esta página se puede cerrar. Adit sigue conectando.
browser-port-taken = El inicio de sesión no puede volver del navegador: el puerto { $port } de este equipo está en uso.
    .advice = Terminar o cancelar el otro inicio de sesión que espera al navegador, o cerrar el otro programa de VPN, y abrir de nuevo el navegador.
guide-missing = La guía no está en este equipo.
    .advice = Viene con el paquete de Adit. En el código fuente es docs/guide.md.
guide-not-opened = No se ha podido abrir la guía.
    .advice = Aquí ningún programa abre esos archivos. Está en /usr/share/doc/adit.
browser-not-opened = No se ha podido abrir el navegador.
    .advice = Copiar el enlace y abrirlo en un navegador.
link-not-secure = El servidor ha enviado un enlace que no es una dirección https.
    .advice = Preguntar a quien proporcionó el perfil. Adit no abre enlaces así.

## Import

import-not-file = Esto no es ni un archivo ni una carpeta.
    .advice = Elegir un perfil, un archivo comprimido o una carpeta con perfiles.
import-not-found = El archivo no está.
    .advice = Elegirlo de nuevo.
import-unreadable = El archivo no se puede leer.
    .advice = Comprobar sus permisos y elegirlo de nuevo.
import-too-large = Es demasiado grande para ser un perfil.
    .advice = Elegir el propio archivo .ovpn. Un perfil tiene como máximo { $limit } KB.
import-nothing-inside = No contiene ningún perfil.
    .advice = Adit busca archivos .ovpn, .conf, .tblk y .mobileconfig. Preguntar a quien lo proporcionó qué archivo es el perfil.
import-archive-damaged = El archivo comprimido no se puede descomprimir.
    .advice = Puede estar incompleto o no ser un archivo comprimido. Descargarlo de nuevo.
import-archive-large = En este archivo comprimido hay mucho más que perfiles.
    .advice = Descomprimirlo aparte e importar los perfiles que contiene.
import-archive-escape = Este archivo comprimido está hecho para escribir fuera de su propia carpeta, así que Adit no lo abre.
    .advice = Pedir otro a quien lo proporcionó.
import-archive-locked = El archivo comprimido está protegido con una contraseña.
    .advice = Descomprimirlo aparte e importar la carpeta.
import-archive-unsupported = El archivo está comprimido de una forma que Adit no conoce.
    .advice = Descomprimirlo aparte e importar la carpeta.
import-mobileconfig-unreadable = El perfil de configuración no se puede leer.
    .advice = Pedirlo como XML, o pedir un archivo .ovpn, a quien lo proporcionó.
import-mobileconfig-encrypted = El perfil de configuración está cifrado para un solo dispositivo.
    .advice = Pedir un archivo .ovpn a quien lo proporcionó.
import-mobileconfig-other = En este perfil de configuración no hay ningún perfil de OpenVPN.
    .advice = Pedir un archivo .ovpn a quien lo proporcionó.
import-too-many = Demasiados perfiles a la vez.
    .advice = Importar como máximo { $limit } cada vez.
import-over = Esta importación ha terminado.
    .advice = Importarlo de nuevo.
import-skipped-file = Ninguno de estos archivos falta.
    .advice = Elegir los archivos que se indican en la página.

import-side-large = Este archivo es demasiado grande para pertenecer a un perfil.
    .advice = Elegir el propio certificado o la propia clave. Tiene como máximo { $limit } KB.

import-ready = Listo para importar.
import-ready-warnings = Listo para importar. Hay algo que conviene saber.
import-expired = { $said }
    .advice = Se puede importar, pero no conectar con él.
import-fixable = Este perfil no se puede usar tal como está.
    .advice = Adit puede repararlo: ver las sugerencias de abajo.
import-refused = Este perfil no se puede usar.
    .advice = Las líneas de abajo dicen por qué. Pedir otro a quien lo proporcionó.
import-needs-file = { $count ->
    [one] Este perfil necesita un archivo que no está junto a él.
    [many] Este perfil necesita { $count } de archivos que no están junto a él.
   *[other] Este perfil necesita { $count } archivos que no están junto a él.
}
    .advice = Elegir { $file } para continuar.
import-needs-address = Este perfil tiene un texto de relleno donde debería estar la dirección del servidor.
    .advice = Escribir la dirección en lugar de «{ $placeholder }» en la línea { NUMBER($line, useGrouping: "false") }.
import-package-scripts = El paquete trae programas que Tunnelblick ejecutaría: { $scripts }. Adit no ejecuta ninguno.
import-identity-elsewhere = El certificado y la clave están en otra parte del perfil de configuración. Si falla la identificación, pedir un archivo .ovpn a quien lo proporcionó.
import-redirected = Vino de { $host }, adonde llevó el enlace.
import-more-servers = y { $count } más

import-sign-in-both = Se identifica con el certificado de este perfil y con nombre de usuario y contraseña.
import-sign-in-certificate = Se identifica con el certificado de este perfil.
import-sign-in-password = Se identifica con nombre de usuario y contraseña.
import-sign-in-browser = Se identifica en el navegador.
import-sign-in-certificate-browser = Se identifica con el certificado de este perfil y en el navegador.
import-sign-in-none = Este perfil no indica ninguna forma de identificarse.
import-sign-in-user = El nombre de usuario es { $user }.
import-sign-in-passphrase = La clave pide su frase de contraseña.
import-sign-in-challenge = El servidor hace una pregunta más cada vez.
import-traffic-server = El servidor decide qué pasa por el túnel.
import-traffic-everything = Todo el tráfico pasa por el túnel.
import-traffic-nothing = Solo la red propia del túnel pasa por él, diga lo que diga el servidor.
import-traffic-only = Solo { $routes } { $count ->
    [one] pasa
   *[other] pasan
} por el túnel, diga lo que diga el servidor.
import-traffic-routes = { $routes } { $count ->
    [one] pasa
   *[other] pasan
} por el túnel, además de lo que añada el servidor.
import-dns-server = El servidor decide qué servidores DNS responden.
import-dns = { $servers } responden a las consultas DNS, salvo que el servidor indique otros.

## Links

import-link-asks = Algo pide a Adit que descargue un perfil de { $host }.
    .advice = Continuar solo si { $host } es conocido y se ha pedido expresamente.
import-need-fetch = Descargar el perfil de { $host }
import-link-signs-in = { $host } entrega perfiles tras iniciar sesión en el navegador.
    .advice = Iniciar sesión allí. Lo que se descargue se abre en Adit.
import-need-browser = Abrir { $host } en el navegador
import-link-long = Este enlace es demasiado largo.
    .advice = Descargar el perfil en el navegador e importar el archivo.
import-link-not-secure = Adit solo descarga perfiles por https.
    .advice = Pedir un enlace que empiece por https:// a quien lo proporcionó.
import-link-malformed = Adit no puede seguir este enlace.
    .advice = Copiarlo de nuevo, o descargar el perfil en el navegador e importar el archivo.
import-link-credentials = En este enlace hay un nombre de usuario o una contraseña.
    .advice = Descargar el perfil en el navegador e importar el archivo.
import-link-local = Este enlace lleva al propio equipo o a la propia red, adonde un enlace no debe llegar.
    .advice = Si es lo que se quiere, descargar el perfil en el navegador e importar el archivo.
import-fetch-no-address = No hay ningún servidor llamado { $host }.
    .advice = Comprobar el enlace y la red, y volver a intentarlo.
import-fetch-unreachable = No se ha podido llegar a { $host }, o no ha podido demostrar que es { $host }.
    .advice = Comprobar la red y volver a intentarlo. Si su certificado no es de una autoridad conocida, descargar el perfil en el navegador.
import-fetch-status = { $host } no entrega este perfil.
    .advice = El enlace puede servir una sola vez o ser demasiado antiguo. Pedir uno nuevo.
import-fetch-redirects = { $host } lleva de una dirección a otra sin fin.
    .advice = Descargar el perfil en el navegador e importar el archivo.
import-fetch-no-profile = Lo que ha enviado { $host } no es un perfil.
    .advice = El enlace puede llevar a una página de inicio de sesión. Descargar el perfil en el navegador e importar el archivo.
import-fetch-no-sign-in = { $host } solo entrega perfiles en su página web.
    .advice = Iniciar sesión allí en el navegador, descargar el perfil e importar el archivo.
import-fetch-slow = { $host } ha tardado demasiado.
    .advice = Comprobar la red y volver a intentarlo.

import-temporary = { $name } solo se mantiene en memoria, porque no hay ningún llavero con el que sellarlo.
    .advice = Un llavero como GNOME Keyring o KWallet lo conserva.

import-temporary-many = { $count } perfiles solo se mantienen en memoria, porque no hay ningún llavero con el que sellarlos.
    .advice = Un llavero como GNOME Keyring o KWallet los conserva.

## Editor

edit-closed = Este perfil no está abierto en el editor.
    .advice = Abrirlo de nuevo.
edit-no-text = Este perfil no se puede escribir como texto.
    .advice = Importarlo de nuevo para cambiarlo.
edit-mark = Se ha cambiado una línea que representa una clave o contraseña.
    .advice = Dejarla como estaba o eliminarla, en la línea { NUMBER($line, useGrouping: "false") }.
edit-refused = El perfil no se puede guardar así.
    .advice = Las líneas de abajo dicen por qué.
edit-form = { $value } no se puede escribir en el perfil.
edit-form-empty = Esto no se puede escribir en el perfil.
edit-next-time = { $name } sigue conectado como estaba. El cambio cuenta desde la próxima conexión.
    .advice = Desconectar y volver a conectar para usarlo ya.
export-title = Guardar { $name }. El archivo contiene sus claves: no compartirlo.
export-failed = No se ha podido escribir el archivo.
    .advice = Elegir otra carpeta o comprobar el espacio libre.
duplicate-name = { $name } copia

## Tray

tray-title = Adit
tray-none = Todavía no hay perfiles
tray-helper = El servicio auxiliar no está en marcha
tray-profile = { $name }: { $state }
tray-several = { $count } conexiones
tray-left-out = { $count ->
    [one] Uno más en la ventana…
    [many] { $count } más en la ventana…
   *[other] { $count } más en la ventana…
}
tray-let-out = Dejar salir el tráfico
tray-open = Abrir Adit
tray-quit = Salir

## Notifications

notify-connected = Conectado a { $name }
notify-ended = { $name } se ha desconectado
notify-failed = No se ha podido conectar { $name }
notify-blocked = { $name } necesita atención
notify-reconnecting = { $name } ha perdido la conexión
notify-asking = { $name } necesita una respuesta
    .advice = Abrir Adit para responder.
notify-background = Adit sigue en segundo plano
    .advice = Abrir Adit de nuevo para ver su ventana. «Salir de Adit», en el menú, lo cierra.
notify-helper = El servicio auxiliar de Adit se ha detenido
    .advice = Puede que los túneles estén caídos. Adit se conecta de nuevo a él en cuanto vuelve.

## File chooser

import-choose = Importar perfiles
import-filter = Perfiles de VPN
import-filter-all = Todos los archivos
import-choose-folder = Importar una carpeta de perfiles
import-choose-side = Elegir los archivos que necesita { $name }

## The helper as a service of the system

helper-asking = Esperando el permiso…
helper-starting = Iniciando el servicio auxiliar…
helper-not-installed = El servicio auxiliar de Adit no está instalado en este sistema.
    .advice = Instalar el paquete de Adit. Si se ha compilado Adit, «make run» inicia ambos.
helper-off = Para conectar hace falta el servicio auxiliar de Adit, que no está activado.
    .advice = Importar y editar funcionan sin él.
helper-stopped = El servicio auxiliar de Adit se ha detenido.
    .advice = Sin él no se pueden crear túneles.
helper-starts = El servicio auxiliar de Adit se está iniciando.
    .advice = Tarda un momento.
helper-silent = El servicio auxiliar de Adit está en marcha y no responde.
    .advice = Iniciarlo de nuevo ayuda en la mayoría de los casos.
helper-failing = El servicio auxiliar de Adit ha terminado por sí solo.
    .advice = Iniciarlo de nuevo. Si vuelve a terminar, «Comprobar este equipo», en el menú, puede mostrar por qué.
helper-blocked = Un administrador ha bloqueado el servicio auxiliar de Adit en este equipo.
    .advice = Un administrador puede permitirlo con «sudo systemctl unmask aditd adit-netd».
helper-refused = Esta cuenta no puede iniciar el servicio auxiliar de Adit en este equipo.
    .advice = Preguntar a quien lo administra o volver a intentarlo con una contraseña de administrador.
helper-nobody-to-ask = Un administrador tiene que permitirlo, y este escritorio no puede pedir la contraseña.
    .advice = Un administrador puede hacerlo con «sudo systemctl enable --now aditd adit-netd».
helper-not-started = No se ha podido iniciar el servicio auxiliar de Adit.
    .advice = Volver a intentarlo o mirar «Comprobar este equipo» en el menú.
