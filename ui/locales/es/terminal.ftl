# Texts of aditctl beside failures (failures.ftl) and reports (lint.ftl); prompts are used by the window as well.

phase-resolving = Buscando la dirección del servidor
phase-contacting = Contactando con el servidor
phase-securing = Comprobando el servidor
phase-authenticating = Iniciando sesión
phase-configuring = Configurando el túnel

prompt-credentials-title = El servidor pide un nombre de usuario y una contraseña.
    .advice = Escribirlos, o darlos con --username y --password-stdin.
prompt-password-title = El servidor pide la contraseña de { $username }.
    .advice = Escribirla, o darla con --password-stdin.
prompt-credentials-refused-title = El servidor ha rechazado este nombre de usuario o esta contraseña.
    .advice = Comprobarlos y volver a intentarlo.
prompt-credentials-refused-reason-title = El servidor ha rechazado este nombre de usuario o esta contraseña y dice: «{ $reason }»
    .advice = Comprobarlos y volver a intentarlo.
prompt-passphrase-title = La clave privada de este perfil está bloqueada.
    .advice = Escribir su frase de contraseña.
prompt-passphrase-wrong-title = Esta frase de contraseña no abre la clave privada.
    .advice = Comprobarla y volver a intentarlo.
prompt-challenge-title = El servidor pregunta: «{ $question }»
    .advice = Escribir la respuesta.
prompt-confirm-elsewhere-title = El servidor espera en otro lugar y dice: «{ $text }»
    .advice = Hacer lo que dice. Aquí no hay que escribir nada; Adit sigue por sí solo.
prompt-proxy-title = El proxy { $proxy } pide un nombre de usuario y una contraseña.
    .advice = Escribirlos, o darlos con «aditctl answer».
prompt-proxy-refused-title = El proxy { $proxy } ha rechazado este nombre de usuario o esta contraseña.
    .advice = Escribirlos de nuevo. Son los del proxy, no los del servidor VPN.
terminal-browser-needs-window = Este perfil inicia sesión en el navegador, para lo que hace falta la ventana de Adit.
    .advice = Importar el perfil en Adit, si aún no está, y conectarlo allí.
prompt-form-title = El servidor pide iniciar sesión.
    .advice = Rellenar lo que pide, aquí o con «aditctl answer».
prompt-form-refused-title = El servidor ha rechazado este inicio de sesión.
    .advice = Comprobar lo escrito y volver a intentarlo.
prompt-form-refused-reason-title = El servidor ha rechazado este inicio de sesión y dice: «{ $reason }»
    .advice = Comprobar lo escrito y volver a intentarlo.
prompt-banner-title = El servidor muestra un texto que hay que aceptar.
    .advice = Leerlo y aceptarlo si se está de acuerdo.
prompt-browser-title = El servidor pide iniciar sesión en { $host } con el navegador.
    .advice = Abrir el enlace solo si este nombre es conocido.

# How to answer: $flags are flags of aditctl, $fields names of the fields of a form.
terminal-answer-with = Responder con { $flags }.
terminal-answer-with-fields = Responder con --answers, que lee { $fields }.
terminal-answer-missing = Dar lo que falta con { $flags }, o todo con --answers.
terminal-answer-missing-fields = Dar lo que falta con --answers, que lee { $fields }.
terminal-answer-nothing = No hay que escribir nada; --cancel termina el intento.
terminal-answer-wrong-flag = { $flag } no corresponde a esta pregunta.
terminal-input-ended = La entrada estándar terminó antes de que { $flag } tuviera una línea.
terminal-answers-unreadable = Las respuestas de { $file } no se pueden leer.
    .advice = Comprobar que el archivo está, que es texto de 64 KiB como máximo y que se permite leerlo.
terminal-answers-no-name = La línea { $line } de las respuestas no tiene la forma NOMBRE=VALOR.
    .advice = «aditctl connect --help» muestra los nombres.
terminal-answers-unknown-name = La línea { $line } de las respuestas empieza por un nombre que Adit no conoce.
    .advice = «aditctl connect --help» muestra los nombres.
terminal-answers-unknown-json-name = Las respuestas tienen un nombre que Adit no conoce.
    .advice = «aditctl connect --help» muestra los nombres.
terminal-answers-not-json = Las respuestas empiezan como JSON y no son un objeto JSON.
terminal-answers-not-text = Un valor de las respuestas no es ni un texto entre comillas ni una lista de ellos.
    .advice = Poner entre comillas también los números, o se pierden los ceros iniciales de un código.
terminal-answers-too-large = Las respuestas son demasiado largas o demasiadas.
    .advice = Un valor tiene como máximo 16 KiB, y hay como máximo 256.
# Files beside a profile, with what would be typed otherwise.
terminal-login-from = El nombre de usuario y la contraseña vienen de { $file }, que indica el perfil.
terminal-passphrase-from = La frase de contraseña viene de { $file }, que indica el perfil.
terminal-file-exposed = Otros usuarios de este equipo pueden leer { $file }.
    .advice = «chmod 600» lo impide.
terminal-login-file-other = { $file } no es un archivo con un nombre de usuario en la primera línea y una contraseña en la segunda.
terminal-passphrase-file-other = { $file } no es un archivo con una frase de contraseña en la primera línea.
terminal-secret-file-missing = { $file }, que el perfil indica para iniciar sesión, no está junto a él.
terminal-secret-file-elsewhere = { $file }, que el perfil indica para iniciar sesión, no se lee: está oculto o no está en la carpeta del perfil.
    .advice = Su contenido se enviaría al servidor del perfil. Si es lo que se quiere, darlo con --answers.
terminal-secret-file-unreadable = { $file }, que el perfil indica para iniciar sesión, no se puede leer.

verdict-importable = Listo para usar.
verdict-importable-with-warnings = Se puede usar, con algo que conviene saber.
verdict-incomplete = { $count ->
    [one] Se puede usar en cuanto se añada una cosa.
    [many] Se puede usar en cuanto se añadan { $count } de cosas.
   *[other] Se puede usar en cuanto se añadan { $count } cosas.
}
verdict-reject = No se puede usar tal como está.
verdict-used = usada
verdict-ignored = ignorada
verdict-replaced = sustituida
verdict-warning = nota
verdict-needed = necesaria
verdict-refused = rechazada

## Settings

terminal-setting-none = No hay ningún ajuste «{ $name }».
    .advice = Todos los muestra: aditctl settings list
terminal-setting-wrong = El ajuste «{ $name }» no puede ser eso.
    .advice = Puede ser: { $choices }
terminal-setting-unknown = desconocido: el servicio auxiliar no está en marcha
terminal-setting-managed = fijado por la organización
terminal-settings-damaged = Algunos ajustes de { $path } no se pueden leer. Se usan sus valores predeterminados.
terminal-settings-no-folder = No hay carpeta para los ajustes: HOME no está definida.
