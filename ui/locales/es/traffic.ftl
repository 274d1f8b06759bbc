# Packets of a tunnel: how many, how many were dropped and why, and how they are moved.

traffic-packets = { $received } recibidos, { $sent } enviados
traffic-packets-each = { $each } a la vez

## Dropped packets by cause: in a list of their own, or after their sum

drops = { $count ->
    [one] { $count } paquete
    [many] { $count } de paquetes
   *[other] { $count } paquetes
}: { $causes }
drop = { $count } { $what }
drop-malformed = mal formados
drop-no-key = con una clave desconocida
drop-not-authentic = no enviados por el servidor, o dañados
drop-replayed = repetidos o tardíos
drop-compressed = comprimidos de una forma no permitida
drop-fragment = en trozos que no encajan
drop-not-ip = sin un paquete IP dentro
drop-before-tunnel = antes de que el túnel estuviera listo
drop-interface-refused = rechazados por la interfaz del túnel
drop-stale = en espera desde antes de reconectar
drop-unsendable = que no se pueden enviar
drop-loop = del propio túnel, devueltos a él
drop-too-big = demasiado grandes para el camino
drop-no-room = demasiado grandes para cualquier trama
drop-no-send-key = sin clave para sellarlos
drop-key-used-up = entre dos claves
drop-send-refused = rechazados por la red

## How packets are moved

path-single = { $transport }, paquete a paquete
path-batches = { $transport }, en lotes
path-segments = { $transport }, en lotes grandes
path-stream = { $transport }, en trozos grandes

fallback-interface-offload-refused = La interfaz del túnel trata los paquetes uno a uno: el sistema no admite más.
fallback-interface-udp-missing = La interfaz del túnel agrupa solo TCP: UDP necesita Linux 6.2.
fallback-interface-offload-off = La interfaz del túnel trata los paquetes uno a uno.
fallback-segments-refused = Los lotes se envían paquete a paquete: el sistema o la tarjeta de red no admiten más.
fallback-segments-too-long = Los paquetes llenos se envían sueltos: son más largos de lo que admite el camino.
fallback-merging-refused = Los paquetes recibidos llegan uno a uno: el sistema no los agrupa.
fallback-batches-off = Los lotes hacia el servidor son menores de lo que podrían ser.
fallback-proxied = Los paquetes van uno a uno: hay un proxy en el camino.
fallback-batches-unknown = Los paquetes van uno a uno: este sistema no conoce los lotes.
fallback-two-passes = Cada paquete se recorre dos veces: el cifrado lo necesita.
fallback-pieces = Los paquetes se trocean: el perfil dice «fragment».
fallback-compression-frame = Los paquetes llevan una cabecera de compresión: el servidor la pide.

kernel-offload-absent = El núcleo de este sistema no tiene OpenVPN propio.
kernel-offload-not-loaded = El núcleo de este sistema tiene OpenVPN propio, en su módulo { $module }. Adit no lo usa.
kernel-offload-present = El núcleo de este sistema tiene OpenVPN propio ({ $family }). Adit no lo usa.
