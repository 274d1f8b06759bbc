# The lock: whether traffic is held back, what is let out nevertheless, and what can be chosen. $name is a connection, $user a
# user of this computer, $time a time of day.

protection-open = Nichts wird zurückgehalten.
protection-tunnels = Datenverkehr geht nur durch Tunnel hinaus; alles daneben wird zurückgehalten.
protection-held = Datenverkehr wird zurückgehalten, weil „{ $name }“ nicht verbunden ist.
    .advice = Erneut verbinden oder den Datenverkehr ohne Schutz freigeben.
protection-held-trying = Datenverkehr wird zurückgehalten, bis „{ $name }“ verbunden ist.
    .advice = Adit versucht es weiter. Bis dahin lässt sich der Datenverkehr ohne Schutz freigeben.
protection-held-other = Datenverkehr wird zurückgehalten, weil ein Tunnel von { $user } nicht verbunden ist.
    .advice = { $user } kann ihn wieder verbinden. Bis dahin lässt sich der Datenverkehr ohne Schutz freigeben.
protection-held-always = Datenverkehr wird zurückgehalten, weil kein Tunnel verbunden ist.
    .advice = So wurde es für diesen Computer gewählt. Verbinden oder den Datenverkehr freigeben.
protection-let-out = Datenverkehr geht ohne Schutz hinaus, weil er freigegeben wurde.
    .advice = Er wird wieder zurückgehalten, sobald ein Tunnel verbunden ist, oder auf Wunsch sofort.
protection-failed = Datenverkehr soll zurückgehalten werden, aber die Firewall dieses Computers tut es nicht.
    .advice = Ein anderes Firewall-Programm hat vielleicht Adits Regeln entfernt, oder das System hat keine Firewall, die Adit nutzen kann. Wenn nichts hinausgehen darf, offline gehen; Einzelheiten stehen im Protokoll.

protection-exception-sign-in = Der Browser von { $user } erreicht das Internet bis { $time }, für die Anmeldung bei „{ $name }“.
protection-exception-portal = { $user } erreicht die Anmeldeseite dieses Netzes bis { $time }.

protection-taken-away = Ein anderes Programm entfernt immer wieder { $what } (zuletzt { $times ->
    [one] einmal
   *[other] { $times }-mal
}). Adit stellt sie jedes Mal wieder her.
    .advice = Nach einem anderen VPN-, Firewall- oder Netzwerkprogramm auf diesem Computer suchen und es beenden oder so einstellen, dass es Adits Tunnel in Ruhe lässt.
protection-taken-away-by = { $program } entfernt immer wieder { $what } (zuletzt { $times ->
    [one] einmal
   *[other] { $times }-mal
}). Adit stellt sie jedes Mal wieder her.
    .advice = { $program } so einstellen, dass es Adits Tunnel in Ruhe lässt, oder beenden, solange der Tunnel gebraucht wird.
protection-what = { $what ->
    [address] die Adressen des Tunnels
    [dns] die Namensserver des Tunnels
    [firewall] Adits Firewall-Regeln
    [interface] Einstellungen der Tunnelschnittstelle
    [route] die Routen des Tunnels
    [rule] die Regeln, die Datenverkehr in den Tunnel leiten
   *[other] Teile der Netzwerkeinstellungen des Tunnels
}

protection-lock-off = Datenverkehr nie zurückhalten
    .advice = Bricht ein Tunnel ab, geht der Datenverkehr daran vorbei.
protection-lock-while-wanted = Solange eine Verbindung gewünscht ist (empfohlen)
    .advice = Zwischen „Verbinden“ und „Trennen“ geht nichts an einem Tunnel vorbei, der den gesamten Datenverkehr überträgt.
protection-lock-always = Immer, auch ohne Verbindung
    .advice = Vom Start dieses Computers an geht ohne Tunnel nichts hinaus, bis es jemand freigibt.
protection-lan-yes = Geräte im lokalen Netz sind erreichbar, während Datenverkehr zurückgehalten wird.
protection-lan-no = Geräte im lokalen Netz sind nicht erreichbar, während Datenverkehr zurückgehalten wird.
protection-check-yes = Ein Netz, in dem kein Server antwortet, wird gefragt, ob es eine Anmeldung verlangt.
protection-check-no = Kein Netz wird gefragt, ob es eine Anmeldung verlangt.
