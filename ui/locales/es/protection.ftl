# The lock: whether traffic is held back, what is let out nevertheless, and what can be chosen. $name is a connection, $user a
# user of this computer, $time a time of day.

protection-open = No se retiene nada.
protection-tunnels = El tráfico solo sale por túneles; todo lo demás se retiene.
protection-held = El tráfico se retiene porque «{ $name }» no está conectado.
    .advice = Volver a conectar o dejar salir el tráfico sin protección.
protection-held-trying = El tráfico se retiene hasta que «{ $name }» esté conectado.
    .advice = Adit sigue intentándolo. Mientras tanto se puede dejar salir el tráfico sin protección.
protection-held-other = El tráfico se retiene porque un túnel de { $user } no está conectado.
    .advice = { $user } puede volver a conectarlo. Mientras tanto se puede dejar salir el tráfico sin protección.
protection-held-always = El tráfico se retiene porque no hay ningún túnel conectado.
    .advice = Es lo que se ha elegido para este equipo. Conectar o dejar salir el tráfico.
protection-let-out = El tráfico sale sin protección porque alguien lo ha dejado salir.
    .advice = Se retiene de nuevo en cuanto haya un túnel conectado, o de inmediato si se quiere.
protection-failed = El tráfico debería retenerse, y el cortafuegos de este equipo no lo hace.
    .advice = Otro programa de cortafuegos puede haber quitado las reglas de Adit, o el sistema no tiene ninguno que Adit pueda usar. Si no debe salir nada, desconectarse de la red; los detalles están en el registro.

protection-exception-sign-in = El navegador de { $user } puede llegar a internet hasta las { $time }, para iniciar sesión en «{ $name }».
protection-exception-portal = { $user } puede llegar a la página de inicio de sesión de esta red hasta las { $time }.

protection-taken-away = Otro programa quita { $what } una y otra vez ({ $times ->
    [one] una vez
    [many] { $times } de veces
   *[other] { $times } veces
} últimamente). Adit lo repone cada vez.
    .advice = Buscar en este equipo otro programa de VPN, cortafuegos o red, y cerrarlo o indicarle que no toque los túneles de Adit.
protection-taken-away-by = { $program } quita { $what } una y otra vez ({ $times ->
    [one] una vez
    [many] { $times } de veces
   *[other] { $times } veces
} últimamente). Adit lo repone cada vez.
    .advice = Indicar a { $program } que no toque los túneles de Adit, o cerrarlo mientras se necesite el túnel.
protection-what = { $what ->
    [address] las direcciones del túnel
    [dns] los servidores de nombres del túnel
    [firewall] las reglas de cortafuegos de Adit
    [interface] ajustes de la interfaz del túnel
    [route] las rutas del túnel
    [rule] las reglas que llevan el tráfico al túnel
   *[other] partes de la configuración de red del túnel
}

protection-lock-off = No retener nunca el tráfico
    .advice = Cuando un túnel se corta, el tráfico sale fuera de él.
protection-lock-while-wanted = Mientras se quiera una conexión (recomendado)
    .advice = Desde Conectar hasta Desconectar, nada sale fuera de un túnel que lleva todo el tráfico.
protection-lock-always = Siempre, también sin conexión
    .advice = Desde que arranca este equipo, nada sale sin un túnel hasta que alguien lo deje salir.
protection-lan-yes = Los dispositivos de la red local son accesibles mientras se retiene el tráfico.
protection-lan-no = Los dispositivos de la red local no son accesibles mientras se retiene el tráfico.
protection-check-yes = A una red en la que ningún servidor responde se le pregunta si pide iniciar sesión.
protection-check-no = A ninguna red se le pregunta si pide iniciar sesión.
