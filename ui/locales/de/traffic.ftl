# Packets of a tunnel: how many, how many were dropped and why, and how they are moved.

traffic-packets = { $received } empfangen, { $sent } gesendet
traffic-packets-each = { $each } auf einmal

## Dropped packets by cause: in a list of their own, or after their sum

drops = { $count ->
    [one] { $count } Paket
   *[other] { $count } Pakete
}: { $causes }
drop = { $count } { $what }
drop-malformed = fehlerhaft aufgebaut
drop-no-key = mit unbekanntem Schlüssel
drop-not-authentic = nicht vom Server oder beschädigt
drop-replayed = doppelt oder zu spät
drop-compressed = unerlaubt komprimiert
drop-fragment = in Teilen, die nicht zusammenpassen
drop-not-ip = ohne IP-Paket darin
drop-before-tunnel = bevor der Tunnel bereit war
drop-interface-refused = von der Tunnelschnittstelle abgelehnt
drop-stale = aus der Zeit vor dem Neuverbinden
drop-unsendable = nicht sendbar
drop-loop = des Tunnels selbst, wieder in ihn zurückgeleitet
drop-too-big = zu groß für den Weg
drop-no-room = zu groß für jeden Rahmen
drop-no-send-key = ohne Schlüssel zum Versiegeln
drop-key-used-up = zwischen zwei Schlüsseln
drop-send-refused = vom Netzwerk abgelehnt

## How packets are moved

path-single = { $transport }, ein Paket nach dem anderen
path-batches = { $transport }, in Gruppen
path-segments = { $transport }, in großen Gruppen
path-stream = { $transport }, in großen Stücken

fallback-interface-offload-refused = Die Tunnelschnittstelle verarbeitet Pakete einzeln: Mehr hat das System abgelehnt.
fallback-interface-udp-missing = Die Tunnelschnittstelle fasst nur TCP zusammen: Für UDP ist Linux 6.2 nötig.
fallback-interface-offload-off = Die Tunnelschnittstelle verarbeitet Pakete einzeln.
fallback-segments-refused = Gruppen werden als einzelne Pakete gesendet: Mehr hat das System oder die Netzwerkkarte abgelehnt.
fallback-segments-too-long = Volle Pakete werden einzeln gesendet: Sie sind länger, als der Weg erlaubt.
fallback-merging-refused = Empfangene Pakete kommen einzeln: Das System fasst sie nicht zusammen.
fallback-batches-off = Gruppen zum Server sind kleiner als möglich.
fallback-proxied = Pakete gehen einzeln: Ein Proxy liegt auf dem Weg.
fallback-batches-unknown = Pakete gehen einzeln: Dieses System kennt keine Gruppen.
fallback-two-passes = Jedes Paket wird zweimal durchlaufen: Die Verschlüsselung braucht es.
fallback-pieces = Pakete werden zerteilt: Im Profil steht „fragment“.
fallback-compression-frame = Pakete tragen einen Komprimierungskopf: Der Server verlangt ihn.

kernel-offload-absent = Der Kernel dieses Systems hat kein eigenes OpenVPN.
kernel-offload-not-loaded = Der Kernel dieses Systems hat ein eigenes OpenVPN, im Modul { $module }. Adit benutzt es nicht.
kernel-offload-present = Der Kernel dieses Systems hat ein eigenes OpenVPN ({ $family }). Adit benutzt es nicht.
