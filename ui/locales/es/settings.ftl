# Settings: what the shell says of them, and the page.

setting-wrong = El ajuste no puede tener ese valor.
setting-not-saved = El ajuste no se ha guardado: no se puede escribir en { $path }.
    .advice = Comprobar que la carpeta sea propia y que el disco no esté lleno.
settings-damaged = Algunos ajustes no se han podido leer. Se usan sus valores predeterminados.
    .advice = El archivo dañado se conserva como { $kept }.
text-not-saved = El archivo no se ha guardado: no se puede escribir en { $path }.
    .advice = Elegir otra carpeta.
diagnostics-save-title = Guardar el diagnóstico
log-save-title = Guardar el registro

## The page

menu-settings = Ajustes
settings-title = Ajustes
settings-back = Atrás
settings-search = Buscar un ajuste
settings-search-clear = Borrar la búsqueda
settings-none-found = Ningún ajuste coincide con «{ $query }».
settings-show-all = Mostrar todos los ajustes

settings-section-general = General
settings-section-start = Inicio y suspensión
settings-section-protection = Protección
settings-section-networks = Redes
settings-section-notices = Notificaciones y bandeja
settings-section-profiles = Perfiles y contraseñas
settings-section-checks = Comprobaciones e historial
settings-section-help = Ayuda

setting-language = Idioma
setting-language-system = Como en este equipo
setting-appearance = Apariencia
setting-appearance-system = Como en este equipo
setting-appearance-light = Clara
setting-appearance-dark = Oscura
setting-after-sleep = Cuando este equipo se reactiva
setting-after-sleep-hint = Mientras Adit esté abierto.
setting-after-sleep-reconnect = Volver a conectar
setting-after-sleep-disconnect = Seguir desconectado
setting-desktop-proxy = Usar el proxy de este equipo
setting-desktop-proxy-hint = Solo cuando no se puede llegar directamente a un servidor.
setting-known-networks = Redes conocidas
setting-known-networks-none = Todos los perfiles se pueden conectar en todas las redes. «Redes…», en el menú de un perfil, lo cambia.
setting-known-network-change = Cambiar las redes de { $name }
setting-notifications = Notificaciones
setting-notifications-all = Todas
setting-notifications-not-mine = Solo lo que no he hecho yo
setting-notifications-none = Ninguna
setting-tray-click = Un clic en el icono de la bandeja
setting-tray-click-toggle-last = Conecta o desconecta
setting-tray-click-open-window = Abre esta ventana
setting-sort = Orden de los perfiles
setting-sort-last-used = Primero los de uso más reciente
setting-sort-name = Por nombre
setting-sort-added = Primero los más nuevos
setting-remember = Ofrecer guardar contraseñas
setting-remember-hint = En el llavero de este equipo. Lo que ya está guardado se conserva hasta que se olvide.
setting-forget = Contraseñas guardadas
setting-forget-count = { $count ->
    [0] No hay nada guardado.
    [one] Un perfil tiene algo guardado.
    [many] { $count } de perfiles tienen algo guardado.
   *[other] { $count } perfiles tienen algo guardado.
}
setting-forget-all = Olvidar todas…
setting-forget-question = ¿Olvidar todas las contraseñas guardadas?
setting-forget-text = Se pedirán en la próxima conexión.
setting-forget-confirm = Olvidar todas
setting-live-check = Comprobar los túneles cada minuto
setting-live-check-hint = Mientras esta ventana esté abierta. Solo se pregunta al servidor y a los servidores de nombres de la VPN.
setting-history = Llevar un historial del tráfico
setting-history-hint = Cuánto ha pasado por cada perfil, solo en este equipo.
setting-update-check = Buscar versiones nuevas
setting-update-check-hint = Una vez al día. Nada se descarga ni se instala por sí solo.
setting-diagnostics = Diagnóstico
setting-diagnostics-hint = Lo que necesita saber quien ayude, en un archivo que se puede leer antes.
setting-diagnostics-open = Mostrar…
setting-log = Registro
setting-log-hint = Lo que ha hecho el servicio auxiliar de Adit.
setting-log-open = Abrir
setting-reset = Restablecer
setting-reset-hint = Restablece todo lo de esta página, salvo lo que vale para todo el equipo. Los perfiles y las contraseñas se conservan.
setting-reset-all = Restablecer los ajustes…
setting-reset-question = ¿Restablecer todos los ajustes?
setting-reset-text = Los perfiles, las contraseñas y la protección de este equipo se quedan como están.
setting-reset-confirm = Restablecer
settings-cancel = Cancelar

## Diagnostics

diagnostics-title = Diagnóstico
diagnostics-back = Atrás
diagnostics-text = No se envía nada. Estas son todas las líneas que tendrá el archivo. Nunca contiene claves ni contraseñas.
diagnostics-names = Incluir nombres de perfiles, servidores y usuarios
diagnostics-addresses = Incluir direcciones
diagnostics-save = Guardar…
diagnostics-copy = Copiar todo
diagnostics-lines = { $count ->
    [one] Una línea
    [many] { $count } de líneas
   *[other] { $count } líneas
}
diagnostics-looking = Reuniendo…
text-saved = Guardado.

## The log page

log-levels = Mostrar
log-levels-error = Fallos
log-levels-warn = Fallos y advertencias
log-levels-info = Sin detalles
log-levels-debug = Todo
log-save = Guardar…
