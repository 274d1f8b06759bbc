# What goes where with several tunnels, whether it really does, what two tunnels both want, and how much went through them.
# $name and $other are connections.

## What goes through one tunnel while others are up

sentence-all-but-one = Der gesamte Datenverkehr geht durch { $name }, außer { $network }, das durch { $other } geht.
sentence-all-but-some = Der gesamte Datenverkehr geht durch { $name }, außer { $count } Netzen, die durch andere Tunnel gehen.
sentence-rest-elsewhere = { $count ->
    [one] Ein Netz geht durch { $name }.
   *[other] { $count } Netze gehen durch { $name }.
} Alles andere geht durch { $other }, das zuerst verbunden wurde.
sentence-nothing-all-taken = Nichts geht durch { $name }: { $other } wurde zuerst verbunden und nimmt den gesamten Datenverkehr.
sentence-nothing-taken = Nichts geht durch { $name }: { $other } hat dessen Netze.
sentence-some-lost = { $count ->
    [one] Ein Netz geht durch { $name }
   *[other] { $count } Netze gehen durch { $name }
}; { $lost ->
    [one] ein weiteres geht durch { $other }.
   *[other] { $lost } weitere gehen durch andere Tunnel.
}

## What goes where

ways-title = Was wohin geht
ways-names = Namen
ways-everything = Alles
ways-everything-else = Alles andere
ways-ipv6 = IPv6
ways-ipv6-else = Sonstiges IPv6
ways-all-names = Alle Namen
ways-other-names = Andere Namen
ways-below = *.{ $domain }
ways-direct = direkt
ways-held = zurückgehalten
ways-as-without = wie ohne Tunnel
ways-servers = { $servers } durch { $name }
ways-server = { $server } ({ $name })
ways-more = { $count ->
    [one] Ein weiteres Netz
   *[other] { $count } weitere Netze
}
ways-later = { $other } will es auch. { $name } wurde zuerst verbunden.
ways-wider = { $other } will { $network }, worin es enthalten ist. Das kleinere Netz hat Vorrang.
ways-one-list = Dieser Computer fragt diese Server bei jedem Namen der Reihe nach.
ways-other-user = ein Tunnel eines anderen Benutzers

## What was looked at

check-title-ago = { $unit ->
    [seconds] Vor { $count } s geprüft
    [minutes] Vor { $count } min geprüft
   *[now] Gerade geprüft
}
check-waiting = Noch nicht geprüft
check-running = Wird geprüft …
check-now = Jetzt prüfen
check-again = Erneut verbinden
check-routes = Routen wie geplant
check-routes-astray = { $count ->
    [one] { $network } geht nicht durch den Tunnel
   *[other] { $count } Netze gehen nicht durch den Tunnel, darunter { $network }
}
    .advice = { $by ->
        [nowhere] Es geht nirgendwohin. Ein anderes Programm hat die Routen dieses Computers geändert.
       *[other] Es geht über { $by } hinaus. Ein anderes Programm hat die Routen dieses Computers geändert.
    }
check-names = { $count ->
    [one] Namensserver antwortet durch den Tunnel
   *[other] Namensserver antworten durch den Tunnel
}
check-names-silent = Namensserver { $server } antwortet nicht
    .advice = Namen dieses Tunnels werden vielleicht nicht gefunden. Hilft erneutes Verbinden nicht, den Betreiber des Servers verständigen.
check-names-refused = Namensserver { $server } verweigert die Antwort
    .advice = Namen dieses Tunnels werden vielleicht nicht gefunden. Den Betreiber des Servers verständigen.
check-names-beside = Namensserver { $server } wird nicht durch den Tunnel gefragt
    .advice = { $by ->
        [nowhere] Es führt kein Weg zu ihm. Ein anderes Programm hat die Routen dieses Computers geändert.
       *[other] Er würde über { $by } gefragt. Ein anderes Programm hat die Routen dieses Computers geändert.
    }
check-names-unused = Dieser Computer fragt andere Namensserver
    .advice = Ein anderes Programm hat die Namensserver des Tunnels ersetzt.
check-ipv6-carried = IPv6 geht durch den Tunnel
check-ipv6-held = IPv6 wird zurückgehalten
check-ipv6-astray = IPv6 geht am Tunnel vorbei
    .advice = Es geht über { $by } hinaus. Ein anderes Programm hat die Routen dieses Computers geändert.
check-round-trip = Laufzeit zum Server und zurück
check-round-trip-value = { $ms } ms
check-round-trip-short = unter 1 ms

## What two tunnels both want

overlap-title = { $name } und { $other } wollen dieselben Netze
overlap-title-all = { $name } und { $other } nehmen beide den gesamten Datenverkehr
overlap-stays = { $network } bleibt bei { $other }, das schon verbunden ist.
overlap-goes = { $network } geht durch { $name }, das das kleinere Netz verlangt.
overlap-stays-wider = { $network } darin bleibt bei { $other }, das das kleinere Netz verlangt.
overlap-all-stays = Der gesamte Datenverkehr bleibt bei { $other }, das schon verbunden ist.
overlap-more = { $count ->
    [one] Ein weiteres Netz wollen beide.
   *[other] { $count } weitere Netze wollen beide.
}
overlap-both = Beide verbinden
overlap-instead = Zuerst { $other } trennen
overlap-cancel = Abbrechen

## The end of a session

session-soon = Der Server beendet diese Sitzung um { $time }.
    .advice = Vorher erneut verbinden, falls sie länger gebraucht wird.
notify-session-end = { $name } endet um { $time }
    .advice = Dann beendet der Server diese Sitzung. Vorher erneut verbinden, falls sie länger gebraucht wird.

## How much went through

history-minute = 60 s
history-hour = 1 h
history-today = Heute
history-month = Monat
history-span = Zeitraum
history-off = Datenverkehr wird nicht aufgezeichnet. In den Einstellungen lässt sich das einschalten.
history-none = Noch nichts.
history-clear = Verlauf löschen
history-sum = { $received } empfangen, { $sent } gesendet
history-month-table = Datenverkehr dieses Monats nach Profil
history-profile = Profil
history-received = Empfangen
history-sent = Gesendet
history-dropped = Verworfen: { $causes }
