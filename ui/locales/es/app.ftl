# Texts of the window itself. Failures, states and reports come finished from the shell (the other files).
# Two sentences at most: what happened, and what to do. No codes, no exclamation marks.

app-name = Adit

## Header and menu

header-import = Importar
header-import-label = Importar perfiles
import-way-files = Elegir archivos…
import-way-folder = Elegir una carpeta…
import-way-text = Pegar texto…
import-way-link = Pegar un enlace…
header-menu = Menú
menu-log = Registro
menu-guide = Guía
menu-about = Acerca de Adit
menu-quit = Salir de Adit

## Starting

starting = Buscando los perfiles…

## Notices above the card

helper-searching = Buscando el servicio auxiliar de Adit…
helper-log = Ver la causa en el registro
notice-dismiss = Descartar
helper-doctor = Comprobar este equipo
helper-way-look = Volver a comprobar
helper-way-enable = Activar
helper-way-start = Iniciar
helper-way-start-again = Iniciar de nuevo
helper-way-restart = Reiniciar
helper-way-quit = Salir de Adit
helper-way-wait = Iniciando…

## First start

setup-title = Adit amplía las funciones de VPN de este equipo.
setup-question = ¿Activarlo?
setup-text = Aceptar inicia el servicio auxiliar de Adit, ahora y cada vez que arranque este equipo. Es posible que el sistema pida una contraseña de administrador.
setup-decline = No permitir
setup-accept = Aceptar
setup-details = Qué cambia con esto
setup-detail-engine = El servicio «aditd» habla con los servidores VPN. No tiene permisos en este equipo.
setup-detail-broker = El servicio «adit-netd» configura túneles, rutas y DNS. Puede cambiar la red y nada más.
setup-detail-start = Ambos arrancan con el equipo y no hacen nada hasta que se conecta algo. Solo retienen tráfico donde así se haya elegido.
setup-detail-undo = «sudo systemctl disable --now aditd adit-netd» lo deshace; desinstalar Adit, también.

## Checking this computer

menu-doctor = Comprobar este equipo
doctor-title = Comprobar este equipo
doctor-back = Atrás
doctor-looking = Comprobando…
doctor-troubles = { $count ->
    [0] Ningún problema
    [one] Un problema
    [many] { $count } de problemas
   *[other] { $count } problemas
}
doctor-again = Volver a comprobar
doctor-copy = Copiar
doctor-level-ok = Bien
doctor-level-notice = Aviso
doctor-level-problem = Problema

## Holding traffic back

protection-question = ¿Cuándo debe retenerse el tráfico en este equipo?
protection-lan = Los dispositivos de la red local son accesibles
protection-lan-hint = Impresoras, routers y similares, mientras se retiene el tráfico.
protection-check = Detectar si una red pide iniciar sesión
protection-check-hint = Si ningún servidor responde, se envía una breve petición sin cookies a una página de prueba, fuera del túnel.
protection-unknown = Esta elección la guarda el servicio auxiliar de Adit, que no está disponible en este momento.
protection-let-out = Dejar salir el tráfico
protection-reconnect = Volver a conectar
protection-hold-again = Retener de nuevo
protection-portal-open = Iniciar sesión en esta red…
protection-portal-done = Hecho

## In which network a profile is connected

network-sign-in-open = Abrir la página de inicio de sesión
network-title = Redes para { $name }
network-question = ¿Dónde debe conectarse?
network-everywhere = En todas partes
network-not-on = Fuera de las redes conocidas
network-not-on-hint = Apagado en la oficina o en casa, y encendido en el resto.
network-only-on = Solo en una red conocida
network-only-on-hint = Encendido allí y apagado en el resto.
network-server = Un servidor de esa red
network-server-hint = Una dirección privada a la que solo se llega desde esa red, como la de su router: 192.168.1.1.
network-learn = Recordar esta red
network-learning = Preguntando al servidor…
network-key = Clave de { $server }
network-key-hint = La red se reconoce por esta clave. El nombre de una red inalámbrica puede usarlo cualquiera.
network-save = Guardar
network-cancel = Cancelar

## What comes back after a restart

restore-question = ¿Qué debe volver a conectar Adit por sí solo?
restore-nothing = Nada
restore-was-connected = Lo que estaba conectado (recomendado)
restore-at-login = Iniciar Adit en la bandeja al iniciar sesión
restore-was-connected-hint = Como estaba antes de reiniciar el equipo o el servicio auxiliar de Adit.
restore-chosen = Estos perfiles
restore-chosen-hint = En cada inicio de sesión.
restore-profiles = Perfiles que se conectan al iniciar sesión
restore-none = Todavía no hay perfiles.
restore-note = Adit arranca con la sesión mientras haya algo que volver a conectar, y se queda en la bandeja. Si hace falta identificarse, espera hasta que se abra la ventana.

## The card

card-label = Conexión
action-connect = Conectar
action-cancel = Cancelar
action-disconnect = Desconectar
action-try-again = Reintentar
action-wait = Un momento…
action-try-now = Probar ahora
next-try-in = { $seconds ->
    [0] Próximo intento ahora: { $plan }.
   *[other] Próximo intento en { $seconds } s: { $plan }.
}
steps-label = Pasos
step-done = hecho
step-active = en curso
step-ahead = pendiente
connected-for = Conectado desde hace
cautions-title = { $count ->
    [one] Hay algo en este túnel que no está como debería.
    [many] Hay { $count } de cosas en este túnel que no están como deberían.
   *[other] Hay { $count } cosas en este túnel que no están como deberían.
}
cautions-more = { $count ->
    [one] Hay una más en Detalles.
    [many] Hay { $count } más en Detalles.
   *[other] Hay { $count } más en Detalles.
}
received-total = Recibido
sent-total = Enviado
rate-received = Recepción
rate-sent = Envío
graph-label = Tráfico de los últimos 60 segundos: recepción { $received }, envío { $sent }
graph-quiet = Esperando los primeros datos
panel-traffic = Tráfico
panel-connection = Conexión
panel-chain = Lo que ve Adit
panel-profile = Perfil
panel-sign-in = Identificación
panel-last-used = Última conexión
chain-is-holds = bien
chain-is-broken = interrumpido
chain-is-unknown = desconocido
chain-way-edit = Editar el perfil

## Details of a tunnel

details = Detalles
details-server = Servidor
details-addresses = { $count ->
    [one] Dirección
   *[other] Direcciones
}
details-protocol = Protocolo
details-cipher = Cifrado
details-tls = TLS
details-dns = DNS
details-networks = Por el túnel
details-interface = Interfaz
details-interface-value = { $name }, MTU { $mtu }
details-packets = Paquetes
details-dropped = Descartados
details-path = Ruta de datos
details-notes = Notas
details-session = Sesión
details-pac = Script del proxy
details-banner = El servidor dice
details-none = ninguno
details-copy = Copiar { $what }
details-copy-all = Copiar todo
copied = Copiado
failure-detail = Detalles
failure-copy = Copiar detalles

## Profiles

profiles-label = Perfiles
profiles-search = Buscar perfiles
profiles-search-count = { $count ->
    [one] Buscar en { $count } perfil
    [many] Buscar en { $count } de perfiles
   *[other] Buscar en { $count } perfiles
}
profiles-search-clear = Borrar la búsqueda
profiles-none-found = Ningún perfil coincide con «{ $query }».
profiles-show-all = Mostrar todos los perfiles
profiles-drop-hint = Para importar archivos .ovpn, soltarlos en cualquier lugar
strip-state = { $name }: { $state }
row-menu = Acciones para { $name }
row-connect = Conectar
row-disconnect = Desconectar
row-cancel = Cancelar
row-try-again = Reintentar
row-edit = Editar
row-rename = Cambiar nombre
row-duplicate = Duplicar
row-export = Exportar…
row-network = Redes…
row-forget = Olvidar la identificación
row-remove = Eliminar
row-rename-label = Nuevo nombre para { $name }
row-never-used = nunca usado
row-temporary = se pierde al salir de Adit
row-managed = De la organización
others-label = También en este equipo
other-connection = { $name } ({ $owner })

## No profile yet

empty-title = Añadir el primer perfil
empty-text = Soltar aquí archivos .ovpn o elegirlos. También se puede pegar el texto de un perfil o un enlace.

## Drag and drop, paste

drop-title = Soltar para importar
drop-text = Adit los lee y muestra lo que ha encontrado. No se guarda nada sin confirmación.
pasted-profile = Perfil pegado

## Import sheet

import-title = { $count ->
    [one] Importar un perfil
    [many] { $count } de archivos para importar
   *[other] { $count } archivos para importar
}
import-place = { $number } de { $count }
import-back = Volver a la lista
import-previous = Anterior
import-next = Siguiente
import-found-label = Lo que se ha encontrado
import-detail = Lo que se ha encontrado en el archivo
import-row = { $taken ->
    [yes] { $name }: { $headline } Se importará.
   *[no] { $name }: { $headline } No se importará.
}
import-take = Importar { $name }
import-name = Nombre
import-from = De { $file }
import-second = { $name } ({ $number })
import-servers = { $count ->
    [one] Servidor
   *[other] Servidores
}
import-more-servers = { $count ->
    [one] Uno más
   *[other] { $count } más
}
import-sign-in = Identificación
import-traffic = Tráfico
import-dns = DNS
import-existing = «{ $name }» ya existe, y este es distinto
import-same = «{ $name }» ya existe, y no ha cambiado nada
place-new = Conservar ambos
place-replace = Sustituir «{ $name }»
place-skip = Omitir este
place-all = { $count ->
    [one] Hacer lo mismo con otro que ya existe
    [many] Hacer lo mismo con { $count } más que ya existen
   *[other] Hacer lo mismo con { $count } más que ya existen
}
import-note-refused = { $count ->
    [one] Uno no se puede usar y se omite.
   *[other] { $count } no se pueden usar y se omiten.
}
import-note-needs = { $count ->
    [one] A uno le falta algo y se omite.
   *[other] A { $count } les falta algo y se omiten.
}
import-note-skipped = { $count ->
    [one] Uno se omite por decisión propia.
   *[other] { $count } se omiten por decisión propia.
}
import-confirm = { $count ->
    [0] Importar
    [one] Importar el perfil
    [many] Importar { $count } de perfiles
   *[other] Importar { $count } perfiles
}
import-cancel = Cancelar
import-close = Cerrar
import-leave-title = ¿Salir sin importar?
import-leave-text = Los cambios hechos aquí se pierden. Los archivos se quedan donde están.
import-leave-stay = Quedarse
import-leave-leave = Salir
import-connect = Conectar

## What is missing before something can be imported

needs-title = Lo que falta
need-find = Buscar el archivo…
need-address = Dirección del servidor
need-use = Usarla
need-fetch = Descargarlo
need-browser = Iniciar sesión en el navegador

## Fixes

fixes-title = { $count ->
    [one] Una sugerencia
    [many] { $count } de sugerencias
   *[other] { $count } sugerencias
}
fixes-all = Usar todas
fixes-diff = Qué cambia
fixes-diff-label = Qué cambia: { $title }
diff-removed = quitado:
diff-added = añadido:

## What each line does

report-title = Qué hace cada línea
report-whole = Sobre el archivo entero
report-filter = Líneas que se muestran
report-lines-label = Líneas
report-line = Línea { NUMBER($line, useGrouping: "false") }
report-lines = Líneas { NUMBER($first, useGrouping: "false") } a { NUMBER($last, useGrouping: "false") }
report-more = { $count ->
    [one] Mostrar una línea más
    [many] Mostrar { $count } de líneas más
   *[other] Mostrar { $count } líneas más
}
verdict-used = Usada
verdict-replaced = Sustituida
verdict-ignored = Ignorada
verdict-warning = Advertencia
verdict-refused = Rechazada

## Pasting a text or a link

paste-text-title = Pegar un perfil
paste-text-label = Texto del perfil
paste-text-submit = Ver qué contiene
paste-link-title = Importar desde un enlace
paste-link-label = Enlace
paste-link-hint = Una dirección que empieza por https://
paste-link-host = Adit descargará el perfil de { $host }.
paste-link-submit = Descargarlo
link-fetching = Descargando de { $host }…
link-stop = Detener

## Editing a profile

edit-title = Editar { $name }
edit-back = Atrás
edit-tabs = Formas de editar
edit-tab-form = Ajustes
edit-tab-text = Avanzado: como texto
edit-name = Nombre
edit-servers = Servidores, en el orden en que se prueban
edit-server-host = Servidor { $place }
edit-server-port = Puerto
edit-server-transport = Protocolo
transport-udp = UDP
transport-tcp = TCP
edit-server-up = Subir { $host }
edit-server-down = Bajar { $host }
edit-server-remove = Quitar { $host }
edit-server-add = Añadir un servidor
edit-server-moved = { $host } es el servidor { $place } de { $count }.
edit-server-removed = Se ha quitado { $host }.
edit-random = Probarlos en orden aleatorio
edit-username = Nombre de usuario
edit-username-hint = Dejar vacío para que se pregunte al conectar.
edit-traffic = Qué va por el túnel
edit-traffic-as-server-says = Lo que diga el servidor
edit-traffic-everything = Todo
edit-traffic-only-routes = Solo las redes de abajo
edit-routes = Redes que van por el túnel
edit-routes-hint = Una por línea, como 10.20.0.0/16.
edit-dns = Servidores DNS
edit-dns-hint = Una dirección por línea. Dejar vacío para usar lo que diga el servidor.
edit-search = Dominios de búsqueda
edit-search-hint = Uno por línea. En ellos se buscan los nombres cortos.
edit-reconnect = Nuevos intentos
edit-reconnect-first = Primera pausa, en segundos
edit-reconnect-largest = Pausa más larga, en segundos
edit-reconnect-own = Lo decide Adit
edit-text = Texto del perfil
edit-text-hint = Las claves y contraseñas se quedan donde están; en su lugar hay una marca.
edit-line = Línea { NUMBER($line, useGrouping: "false") } · { $verdict }
edit-verdict-importable = Este perfil se puede usar tal como está.
edit-verdict-importable-with-warnings = Este perfil se puede usar. Conviene mirar algunas líneas.
edit-verdict-reject = Este perfil no se puede usar tal como está.
edit-changes = Ver los cambios
edit-cancel = Cancelar
edit-save = Guardar
edit-leave-title = ¿Salir sin guardar?
edit-leave-text = Los cambios en este perfil se pierden.
edit-leave-stay = Quedarse
edit-leave-leave = Salir
changes-title = Cambios desde la importación
changes-label = Del original al perfil guardado
changes-text = El perfil se conserva también como se importó.
changes-none = Ninguno. El perfil está como se importó.
changes-unsaved = Lo último que se ha escrito no está en esta comparación: aún no se ha guardado.
changes-restore = Volver al original
changes-close = Cerrar
export-title = ¿Exportar { $name }?
export-text = El archivo contiene todo lo necesario para conectar, incluidas las claves. Quien tenga el archivo puede usarlas.
export-export = Exportar…

## Prompts while connecting

prompt-credentials = Iniciar sesión en { $name }
prompt-passphrase = Desbloquear la clave de { $name }
prompt-challenge = { $name } hace una pregunta más
prompt-confirm = { $name } espera una confirmación en otro lugar
prompt-confirm-waiting = Seguir lo que dice el servidor. Después, Adit se conecta por sí solo.
prompt-browser = Iniciar sesión en { $name } en el navegador
prompt-passphrase-text = La clave privada de este perfil está protegida con una frase de contraseña.
prompt-browser-text = La página de inicio de sesión se abre en el navegador, en { $host }. Al terminar allí, Adit se conecta.
prompt-browser-open = Abrir el navegador
prompt-browser-again = Abrir de nuevo
prompt-browser-copy = Copiar el enlace
prompt-browser-waiting = Esperando el inicio de sesión en el navegador…
prompt-username = Nombre de usuario
prompt-password = Contraseña
prompt-passphrase-field = Frase de contraseña
prompt-response = Respuesta
prompt-field = Campo { $number }
prompt-optional = { $label } (opcional)
prompt-choose = Elegir…
prompt-form-not-kept = Lo que se escriba aquí no se guarda.
prompt-banner = { $name } muestra antes un mensaje
prompt-banner-text = El servidor pide aceptarlo antes de conectar.
prompt-banner-label = Mensaje del servidor
prompt-accept = Aceptar
prompt-decline = Rechazar
prompt-show = Mostrar lo escrito
prompt-hide = Ocultar lo escrito
prompt-remember = Guardar en el llavero
prompt-remember-memory = Recordar hasta salir de Adit
prompt-username-locked = Este nombre lo fija el perfil.
prompt-cancel = Cancelar
prompt-submit-credentials = Iniciar sesión
prompt-submit-passphrase = Desbloquear
prompt-submit-challenge = Enviar

## Log

log-title = Registro
log-back = Atrás
log-filter = Filtrar líneas
log-filter-clear = Borrar el filtro
log-follow = Seguir
log-copy = Copiar todo
log-empty = Todavía no hay nada registrado.
log-none-found = Ninguna línea coincide con «{ $query }».
log-lines = { $count ->
    [one] Una línea
    [many] { $count } de líneas
   *[other] { $count } líneas
}
log-level-error = fallo
log-level-warn = advertencia
log-level-info = información
log-level-debug = depuración
log-unread = El registro no se puede leer.

## About

about-text = Un cliente VPN para perfiles de OpenVPN.
about-version = Versión { $version }
about-licence = { $licence }
about-contract = Contrato del servicio auxiliar { $contract }
about-licences = Software utilizado
about-close = Cerrar

## Quitting

quit-title = ¿Salir de Adit?
quit-text = { $count ->
    [one] { $name } está conectado. Al salir se desconecta.
    [many] Hay { $count } de túneles conectados. Al salir se desconectan.
   *[other] Hay { $count } túneles conectados. Al salir se desconectan.
}
quit-stay = Quedarse
quit-quit = Salir

## Toasts

toast-removed = { $count ->
    [one] Se ha eliminado { $name }.
    [many] Se han eliminado { $count } de perfiles.
   *[other] Se han eliminado { $count } perfiles.
}
toast-imported = { $count ->
    [one] Se ha importado { $name }.
    [many] Se han importado { $count } de perfiles.
   *[other] Se han importado { $count } perfiles.
}
toast-duplicated = Se ha duplicado { $name }.
toast-exported = Se ha exportado { $name }.
toast-saved = Se ha guardado { $name }.
toast-undo = Deshacer
toast-forgotten = Se ha olvidado la identificación de { $name }.
toast-failed = No ha funcionado.
toast-close = Cerrar
toasts-label = Mensajes

## For screen readers only

announce-state = { $name }: { $state }. { $sentence }
announce-failure = { $name }: { $title } { $advice }
