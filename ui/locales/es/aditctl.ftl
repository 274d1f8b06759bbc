# What aditctl asks for and says of what it did. $wanted is what was typed for a connection or a profile.

aditctl-cancelled = Cancelado.
aditctl-input-unreadable = Entrada estándar: { $problem }.

## Questions, each followed by what is typed

aditctl-ask-username = Nombre de usuario:
aditctl-ask-username-known = Nombre de usuario [{ $known }]:
aditctl-ask-password = Contraseña:
aditctl-ask-passphrase = Frase de contraseña de la clave privada:
aditctl-ask-browser = Iniciar sesión en { $url } y pulsar Intro aquí.
aditctl-ask-accept = Escribir «yes» para aceptar:
aditctl-ask-proxy-username = Nombre de usuario para el proxy { $proxy }:
aditctl-ask-proxy-username-known = Nombre de usuario para el proxy { $proxy } [{ $known }]:
aditctl-ask-proxy-password = Contraseña para el proxy:
aditctl-ask-field = Campo { $number }
aditctl-ask-optional = { $label } (opcional)
aditctl-ask-number = Escribir un número del 1 al { $count }.
aditctl-ask-needed = Este dato es necesario.
aditctl-no-answer = Sin respuesta a «{ $label }».

## What was done

aditctl-connecting = { $name } se está conectando. «aditctl status» muestra cómo va.
aditctl-not-connected-in-time = { $seconds ->
    [one] No conectado en un segundo; cancelado.
    [many] No conectado en { $seconds } de segundos; cancelado.
   *[other] No conectado en { $seconds } segundos; cancelado.
}
aditctl-given-up = Se abandona. Con --timeout Adit sigue intentándolo ese tiempo.
aditctl-disconnecting = { $connection } se está desconectando.
aditctl-nothing-to-disconnect = No hay nada que desconectar.
aditctl-no-connection = Ninguna conexión.
aditctl-answered = Respondido.
aditctl-let-out = Todo sale, y en la red de este equipo no queda nada de Adit.
aditctl-let-out-setting = El ajuste del bloqueo se conserva; un servicio auxiliar que se inicie de nuevo lo sigue.
aditctl-not-undone = No deshecho: { $problem }
aditctl-nothing-at-start = Al arrancar este equipo no se conecta nada.

## What cannot be done

aditctl-unexpected-answer = El servicio auxiliar ha respondido algo distinto de lo que se preguntaba.
aditctl-nothing-asked = No se pregunta nada.
aditctl-several-ask = Varias conexiones preguntan algo. Indicar una.
aditctl-several-up = Hay varias conexiones: { $ids }. Indicar una, o --all.
aditctl-no-such-connection = Ninguna conexión se llama «{ $wanted }».
aditctl-several-such-connections = Varias conexiones se llaman «{ $wanted }». Indicar una por su identificador: { $ids }.
aditctl-no-such-connection-here = Aquí no hay ninguna conexión «{ $wanted }».
aditctl-no-such-user = En este equipo no hay ningún usuario { $user }.
aditctl-no-home = No hay ningún directorio de usuario con perfiles.
aditctl-profile-too-large = Este perfil es demasiado grande para el servicio auxiliar.
aditctl-several-such-profiles = Varios perfiles se llaman «{ $wanted }». Indicar uno por su identificador:
aditctl-no-such-profile = No hay ningún archivo ni perfil llamado «{ $wanted }».
aditctl-no-profiles = No hay perfiles: importar uno en la ventana de Adit o indicar un archivo.
aditctl-your-profiles = Perfiles disponibles: { $names }.
aditctl-your-profiles-and-more = Perfiles disponibles: { $names } y { $count } más.
aditctl-more-lines = … y { $count } más.
aditctl-lint-tells = «aditctl lint { $file }» lo muestra todo.
