# What goes where with several tunnels, whether it really does, what two tunnels both want, and how much went through them.
# $name and $other are connections.

## What goes through one tunnel while others are up

sentence-all-but-one = Todo el tráfico pasa por { $name }, salvo { $network }, que pasa por { $other }.
sentence-all-but-some = Todo el tráfico pasa por { $name }, salvo { $count } redes, que pasan por otros túneles.
sentence-rest-elsewhere = { $count ->
    [one] Una red pasa por { $name }.
    [many] { $count } de redes pasan por { $name }.
   *[other] { $count } redes pasan por { $name }.
} Todo lo demás pasa por { $other }, que se conectó antes.
sentence-nothing-all-taken = Nada pasa por { $name }: { $other } se conectó antes y lleva todo el tráfico.
sentence-nothing-taken = Nada pasa por { $name }: { $other } tiene sus redes.
sentence-some-lost = { $count ->
    [one] Una red pasa por { $name }
    [many] { $count } de redes pasan por { $name }
   *[other] { $count } redes pasan por { $name }
}; { $lost ->
    [one] otra pasa por { $other }.
    [many] { $lost } más pasan por otros túneles.
   *[other] { $lost } más pasan por otros túneles.
}

## What goes where

ways-title = Qué va por dónde
ways-names = Nombres
ways-everything = Todo
ways-everything-else = Todo lo demás
ways-ipv6 = IPv6
ways-ipv6-else = Otro IPv6
ways-all-names = Todos los nombres
ways-other-names = Otros nombres
ways-below = *.{ $domain }
ways-direct = directamente
ways-held = retenido
ways-as-without = como sin túnel
ways-servers = { $servers } por { $name }
ways-server = { $server } ({ $name })
ways-more = { $count ->
    [one] Una red más
    [many] { $count } de redes más
   *[other] { $count } redes más
}
ways-later = { $other } también la quiere. { $name } se conectó antes.
ways-wider = { $other } quiere { $network }, que la incluye. Gana la red más pequeña.
ways-one-list = Este equipo pregunta a estos servidores, uno tras otro, por cada nombre.
ways-other-user = un túnel de otro usuario

## What was looked at

check-title-ago = { $unit ->
    [seconds] Comprobado hace { $count } s
    [minutes] Comprobado hace { $count } min
   *[now] Comprobado ahora mismo
}
check-waiting = Aún no comprobado
check-running = Comprobando…
check-now = Comprobar ahora
check-again = Volver a conectar
check-routes = Rutas según lo previsto
check-routes-astray = { $count ->
    [one] { $network } no pasa por el túnel
    [many] { $count } de redes no pasan por el túnel, entre ellas { $network }
   *[other] { $count } redes no pasan por el túnel, entre ellas { $network }
}
    .advice = { $by ->
        [nowhere] No va a ninguna parte. Otro programa ha cambiado las rutas de este equipo.
       *[other] Sale por { $by }. Otro programa ha cambiado las rutas de este equipo.
    }
check-names = { $count ->
    [one] El servidor de nombres responde por el túnel
    [many] Los servidores de nombres responden por el túnel
   *[other] Los servidores de nombres responden por el túnel
}
check-names-silent = El servidor de nombres { $server } no responde
    .advice = Puede que no se encuentren nombres de este túnel. Si volver a conectar no ayuda, avisar a quien administra el servidor.
check-names-refused = El servidor de nombres { $server } se niega a responder
    .advice = Puede que no se encuentren nombres de este túnel. Avisar a quien administra el servidor.
check-names-beside = Al servidor de nombres { $server } no se le pregunta por el túnel
    .advice = { $by ->
        [nowhere] No hay camino hasta él. Otro programa ha cambiado las rutas de este equipo.
       *[other] Se le preguntaría por { $by }. Otro programa ha cambiado las rutas de este equipo.
    }
check-names-unused = Este equipo pregunta a otros servidores de nombres
    .advice = Otro programa ha sustituido los servidores de nombres del túnel.
check-ipv6-carried = IPv6 pasa por el túnel
check-ipv6-held = IPv6 retenido
check-ipv6-astray = IPv6 sale fuera del túnel
    .advice = Sale por { $by }. Otro programa ha cambiado las rutas de este equipo.
check-round-trip = Ida y vuelta al servidor
check-round-trip-value = { $ms } ms
check-round-trip-short = menos de 1 ms

## What two tunnels both want

overlap-title = { $name } y { $other } quieren las mismas redes
overlap-title-all = { $name } y { $other } llevan ambos todo el tráfico
overlap-stays = { $network } se queda en { $other }, que ya está conectado.
overlap-goes = { $network } pasa por { $name }, que pide la red más pequeña.
overlap-stays-wider = { $network }, dentro de ella, se queda en { $other }, que pide la red más pequeña.
overlap-all-stays = Todo el tráfico se queda en { $other }, que ya está conectado.
overlap-more = { $count ->
    [one] Ambos quieren una red más.
    [many] Ambos quieren { $count } de redes más.
   *[other] Ambos quieren { $count } redes más.
}
overlap-both = Conectar ambos
overlap-instead = Desconectar antes { $other }
overlap-cancel = Cancelar

## The end of a session

session-soon = El servidor finaliza esta sesión a las { $time }.
    .advice = Volver a conectar antes si hace falta más tiempo.
notify-session-end = { $name } termina a las { $time }
    .advice = Entonces, el servidor finaliza esta sesión. Volver a conectar antes si hace falta más tiempo.

## How much went through

history-minute = 60 s
history-hour = 1 h
history-today = Hoy
history-month = Mes
history-span = Periodo
history-off = El tráfico no se registra. Se puede activar en los ajustes.
history-none = Nada todavía.
history-clear = Borrar el historial
history-sum = { $received } recibidos, { $sent } enviados
history-month-table = Tráfico de este mes por perfil
history-profile = Perfil
history-received = Recibido
history-sent = Enviado
history-dropped = Descartados: { $causes }
