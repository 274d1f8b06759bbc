# What `aditctl doctor` and the page "Check this computer" say. The advice is the way out.

doctor-name-programs = Programas
doctor-name-service = Servicio
doctor-name-socket = Conexión con el servicio auxiliar
doctor-name-tun-device = Dispositivo de túnel
doctor-name-capabilities = Permisos del servicio auxiliar
doctor-name-resolver = Resolución de nombres
doctor-name-network-manager = NetworkManager
doctor-name-udp-offload = Paquetes en lotes
doctor-name-kernel-offload = Cifrado en el núcleo
doctor-name-keychain = Llavero
doctor-name-clock = Reloj
doctor-name-policy = Política de la organización

doctor-programs-there = Los programas del servicio auxiliar están en { $folder }.
doctor-programs-none = El servicio auxiliar no está instalado en este sistema.
    .advice = Instalar el paquete de Adit, o seguir con el servicio auxiliar iniciado a mano.
doctor-programs-missing = Falta { $path }.
    .advice = Volver a instalar el paquete de Adit.
doctor-programs-not-executable = { $path } no se puede ejecutar.
    .advice = Volver a instalar el paquete de Adit.
doctor-programs-replaceable = Otros usuarios además del administrador podrían sustituir { $path }.
    .advice = Volver a instalar el paquete de Adit y averiguar quién cambió ese archivo.

doctor-service-runs = El servicio auxiliar está en marcha.
doctor-service-starting = El servicio auxiliar se está iniciando.
    .advice = Si se queda así, mirar «journalctl -u aditd».
doctor-service-unknown = Este sistema no dice qué servicios tiene.
    .advice = Iniciar el servicio auxiliar a mano: «sudo aditd».
doctor-service-not-installed = Este sistema no tiene el servicio auxiliar entre sus servicios.
    .advice = Instalar el paquete de Adit, o iniciar el servicio auxiliar a mano: «sudo aditd».
doctor-service-blocked = Un administrador ha bloqueado el servicio auxiliar.
    .advice = Un administrador puede permitirlo de nuevo con «sudo systemctl unmask aditd adit-netd».
doctor-service-stopped = El servicio auxiliar se ha detenido.
    .advice = Iniciarlo en la ventana de Adit o con «sudo systemctl start aditd».
doctor-service-off = El servicio auxiliar no está activado.
    .advice = Activarlo en la ventana de Adit o con «sudo systemctl enable --now aditd adit-netd».
doctor-service-failing = El servicio auxiliar se inició y terminó por sí solo.
    .advice = Iniciarlo de nuevo en la ventana de Adit. «journalctl -u aditd -u adit-netd» dice por qué terminó.

doctor-socket-answers = El servicio auxiliar { $version } responde en { $path }.
doctor-socket-older = El servicio auxiliar ({ $version }) es más antiguo que este programa.
    .advice = Reiniciarlo con «sudo systemctl restart adit-netd aditd». Si no ayuda, instalar Adit de nuevo.
doctor-socket-newer = El servicio auxiliar ({ $version }) es más nuevo que este programa.
    .advice = Cerrar Adit e iniciarlo de nuevo. Si no ayuda, instalarlo de nuevo.
doctor-socket-missing = No hay nada en { $path }, donde escucha el servicio auxiliar.
    .advice = Iniciar el servicio auxiliar.
doctor-socket-other-file = { $path } no es un socket.
    .advice = Eliminar ese archivo e iniciar de nuevo el servicio auxiliar.
doctor-socket-closed = Esta cuenta no puede abrir { $path }.
    .advice = Pedir a un administrador que inicie de nuevo el servicio auxiliar, lo que ajusta sus permisos.
doctor-socket-silent = El servicio auxiliar no responde en { $path }.
    .advice = Iniciar de nuevo el servicio auxiliar.

doctor-tun-there = El núcleo puede crear túneles.
doctor-tun-missing = Falta /dev/net/tun, así que no se pueden crear túneles.
    .advice = Cargar el módulo con «sudo modprobe tun». En un contenedor, su anfitrión tiene que pasar el dispositivo.
doctor-tun-wrong = /dev/net/tun no es un dispositivo.
    .advice = Eliminar ese archivo y cargar el módulo con «sudo modprobe tun».

doctor-capabilities-right = El servicio auxiliar puede cambiar la red y nada más.
doctor-capabilities-one-process = El servicio auxiliar puede cambiar la red. Es un solo proceso.
doctor-capabilities-unknown = Los permisos del servicio auxiliar no se pueden ver.
    .advice = Se pueden ver mientras está en marcha como servicio.
doctor-capabilities-missing = El servicio auxiliar no puede cambiar la red.
    .advice = Iniciarlo de nuevo. Si no ayuda, buscar cambios con «systemctl cat adit-netd».
doctor-capabilities-more = El servicio auxiliar tiene más permisos de los necesarios.
    .advice = Buscar cambios con «systemctl cat aditd adit-netd».

doctor-resolver-resolved = Los nombres los resuelve systemd-resolved.
doctor-resolver-file = Los nombres los resuelven los servidores de { $path }.
doctor-resolver-silent = Los nombres debería resolverlos systemd-resolved, que no está en marcha.
    .advice = Iniciarlo con «sudo systemctl start systemd-resolved».
doctor-resolver-missing = /etc/resolv.conf falta o no lleva a ninguna parte.
    .advice = Conectarse a una red, o iniciar el servicio que escribe este archivo.

doctor-network-manager-absent = NetworkManager no está en marcha; Adit no lo necesita.
doctor-network-manager-told = NetworkManager { $version } no toca los túneles de Adit.
doctor-network-manager-untold = A NetworkManager { $version } no se le ha indicado que no toque los túneles de Adit.
    .advice = Adit se lo indica para cada túnel. El paquete de Adit se lo indica de una vez por todas.

doctor-udp-offload-both = Los sockets y el dispositivo de túnel mueven paquetes en lotes (núcleo { $kernel }).
doctor-udp-offload-sockets = Los sockets mueven paquetes en lotes; el dispositivo de túnel, solo con TCP (núcleo { $kernel }).
doctor-udp-offload-none = Los paquetes se mueven uno a uno, lo que ocupa más el procesador (núcleo { $kernel }).
    .advice = Un núcleo 5.0 o posterior los mueve en lotes.
doctor-udp-offload-unknown = No se conoce la versión del núcleo ({ $kernel }).
    .advice = Adit averigua para cada túnel lo que puede hacer el núcleo.

doctor-kernel-offload-loaded = El núcleo podría cifrar los paquetes. Adit lo hace en cualquier caso.
doctor-kernel-offload-possible = El núcleo puede tener un módulo que cifra paquetes. Adit lo hace en cualquier caso.
doctor-kernel-offload-absent = El núcleo no cifra paquetes. Adit lo hace en cualquier caso.

doctor-keychain-runs = Las contraseñas se pueden guardar en el llavero.
doctor-keychain-starts = Las contraseñas se pueden guardar en el llavero, que se inicia cuando hace falta.
doctor-keychain-missing = Este escritorio no tiene llavero, así que las contraseñas y los perfiles nuevos se pierden al salir de Adit.
    .advice = Instalar uno, por ejemplo gnome-keyring o KWallet, e iniciar sesión de nuevo.
doctor-keychain-no-session = Fuera de una sesión de escritorio no se puede consultar el llavero.
    .advice = Mirarlo desde un terminal del escritorio o en la ventana de Adit.

doctor-clock-set = El reloj lo ajusta la red.
doctor-clock-unknown = No se sabe si la red ajusta el reloj. Parece correcto.
doctor-clock-not-set = El reloj no lo ajusta la red. Donde está mal, los certificados parecen caducados.
    .advice = Activarlo con «sudo timedatectl set-ntp true».
doctor-clock-behind = El reloj se equivoca en meses o más, así que los certificados todavía no son válidos.
    .advice = Ajustar la fecha, o dejar que la ajuste la red con «sudo timedatectl set-ntp true».

doctor-policy-none = Ninguna organización gestiona Adit en este equipo.
doctor-policy-settled = Una organización gestiona Adit en este equipo.
doctor-policy-settled-by = { $organisation } gestiona Adit en este equipo.
doctor-policy-unknown = Si una organización gestiona Adit se sabe mientras el servicio auxiliar está en marcha.
doctor-policy-unusable = La política de la organización en { $file } no se puede usar, así que se retiene el tráfico.
    .advice = «aditctl policy» dice qué está mal en ella.
