# Packets of a tunnel: how many, how many were dropped and why, and how they are moved.

traffic-packets = { $received } reçus, { $sent } envoyés
traffic-packets-each = { $each } à la fois

## Dropped packets by cause: in a list of their own, or after their sum

drops =
    { $count ->
        [one] { $count } paquet
        [many] { $count } de paquets
       *[other] { $count } paquets
    } : { $causes }
drop = { $count } { $what }
drop-malformed = mal construits
drop-no-key = avec une clé inconnue
drop-not-authentic = pas du serveur, ou endommagés
drop-replayed = répétés ou trop tardifs
drop-compressed = avec une compression non permise
drop-fragment = en fragments qui ne vont pas ensemble
drop-not-ip = sans paquet IP à l’intérieur
drop-before-tunnel = avant que le tunnel soit prêt
drop-interface-refused = refusés par l’interface du tunnel
drop-stale = en attente depuis avant une reconnexion
drop-unsendable = impossibles à envoyer
drop-loop = du tunnel lui-même, renvoyés dedans
drop-too-big = trop grands pour le chemin
drop-no-room = trop grands pour toute trame
drop-no-send-key = sans clé pour les chiffrer
drop-key-used-up = entre deux clés
drop-send-refused = refusés par le réseau

## How packets are moved

path-single = { $transport }, un paquet à la fois
path-batches = { $transport }, par lots
path-segments = { $transport }, par gros lots
path-stream = { $transport }, par gros blocs
fallback-interface-offload-refused = L’interface du tunnel traite les paquets un par un : le système a refusé davantage.
fallback-interface-udp-missing = L’interface du tunnel ne regroupe que TCP : UDP nécessite Linux 6.2.
fallback-interface-offload-off = L’interface du tunnel traite les paquets un par un.
fallback-segments-refused = Les lots sont envoyés paquet par paquet : le système ou la carte réseau a refusé davantage.
fallback-segments-too-long = Les paquets pleins sont envoyés seuls : ils sont plus longs que ne le permet le chemin.
fallback-merging-refused = Les paquets reçus arrivent un par un : le système a refusé de les regrouper.
fallback-batches-off = Les lots vers le serveur sont plus petits que possible.
fallback-proxied = Les paquets passent un par un : un proxy est sur le chemin.
fallback-batches-unknown = Les paquets passent un par un : ce système ne connaît pas les lots.
fallback-two-passes = Chaque paquet est traité deux fois : le chiffrement l’exige.
fallback-pieces = Les paquets sont coupés en morceaux : le profil contient « fragment ».
fallback-compression-frame = Les paquets portent un en-tête de compression : le serveur le demande.
kernel-offload-absent = Le noyau de ce système n’a pas d’OpenVPN intégré.
kernel-offload-not-loaded = Le noyau de ce système a son propre OpenVPN, dans le module { $module }. Adit ne l’utilise pas.
kernel-offload-present = Le noyau de ce système a son propre OpenVPN ({ $family }). Adit ne l’utilise pas.
