# What `aditctl doctor` and the page "Check this computer" say. The advice is the way out.

doctor-name-programs = Programme
doctor-name-service = Dienst
doctor-name-socket = Verbindung zum Hilfsdienst
doctor-name-tun-device = Tunnelgerät
doctor-name-capabilities = Rechte des Hilfsdienstes
doctor-name-resolver = Namensauflösung
doctor-name-network-manager = NetworkManager
doctor-name-udp-offload = Pakete in Gruppen
doctor-name-kernel-offload = Verschlüsselung im Kernel
doctor-name-keychain = Schlüsselbund
doctor-name-clock = Uhr
doctor-name-policy = Richtlinie der Organisation

doctor-programs-there = Die Programme des Hilfsdienstes liegen in { $folder }.
doctor-programs-none = Der Hilfsdienst ist in diesem System nicht installiert.
    .advice = Adits Paket installieren oder mit dem von Hand gestarteten Hilfsdienst weiterarbeiten.
doctor-programs-missing = { $path } fehlt.
    .advice = Adits Paket neu installieren.
doctor-programs-not-executable = { $path } kann nicht ausgeführt werden.
    .advice = Adits Paket neu installieren.
doctor-programs-replaceable = Nicht nur der Administrator, auch andere Benutzer könnten { $path } ersetzen.
    .advice = Adits Paket neu installieren und herausfinden, wer diese Datei geändert hat.

doctor-service-runs = Der Hilfsdienst läuft.
doctor-service-starting = Der Hilfsdienst startet.
    .advice = Falls es dabei bleibt: „journalctl -u aditd“ ansehen.
doctor-service-unknown = Dieses System gibt nicht an, welche Dienste es hat.
    .advice = Den Hilfsdienst von Hand starten: „sudo aditd“.
doctor-service-not-installed = Dieses System hat keinen Dienst für den Hilfsdienst eingerichtet.
    .advice = Adits Paket installieren oder den Hilfsdienst von Hand starten: „sudo aditd“.
doctor-service-blocked = Der Hilfsdienst ist vom Administrator gesperrt.
    .advice = Ein Administrator kann ihn mit „sudo systemctl unmask aditd adit-netd“ wieder erlauben.
doctor-service-stopped = Der Hilfsdienst wurde angehalten.
    .advice = In Adits Fenster starten oder mit „sudo systemctl start aditd“.
doctor-service-off = Der Hilfsdienst ist nicht aktiviert.
    .advice = In Adits Fenster aktivieren oder mit „sudo systemctl enable --now aditd adit-netd“.
doctor-service-failing = Der Hilfsdienst wurde gestartet und hat sich von selbst beendet.
    .advice = In Adits Fenster erneut starten. „journalctl -u aditd -u adit-netd“ zeigt, warum er endete.

doctor-socket-answers = Der Hilfsdienst { $version } antwortet unter { $path }.
doctor-socket-older = Der Hilfsdienst ({ $version }) ist älter als dieses Programm.
    .advice = Mit „sudo systemctl restart adit-netd aditd“ neu starten. Hilft das nicht, Adit neu installieren.
doctor-socket-newer = Der Hilfsdienst ({ $version }) ist neuer als dieses Programm.
    .advice = Adit schließen und neu starten. Hilft das nicht, Adit neu installieren.
doctor-socket-missing = Unter { $path }, wo der Hilfsdienst erreichbar sein sollte, ist nichts.
    .advice = Den Hilfsdienst starten.
doctor-socket-other-file = { $path } ist kein Socket.
    .advice = Diese Datei entfernen und den Hilfsdienst neu starten.
doctor-socket-closed = { $path } darf von diesem Konto nicht geöffnet werden.
    .advice = Die Administration bitten, den Hilfsdienst neu zu starten; das setzt die Rechte.
doctor-socket-silent = Der Hilfsdienst antwortet unter { $path } nicht.
    .advice = Den Hilfsdienst neu starten.

doctor-tun-there = Der Kernel kann Tunnel anlegen.
doctor-tun-missing = /dev/net/tun fehlt, deshalb sind keine Tunnel möglich.
    .advice = Das Modul mit „sudo modprobe tun“ laden. In einem Container muss der Wirt das Gerät durchreichen.
doctor-tun-wrong = /dev/net/tun ist kein Gerät.
    .advice = Diese Datei entfernen, dann das Modul mit „sudo modprobe tun“ laden.

doctor-capabilities-right = Der Hilfsdienst darf das Netzwerk ändern und sonst nichts.
doctor-capabilities-one-process = Der Hilfsdienst darf das Netzwerk ändern. Er ist ein einziger Prozess.
doctor-capabilities-unknown = Die Rechte des Hilfsdienstes sind nicht zu sehen.
    .advice = Sie sind zu sehen, während er als Dienst läuft.
doctor-capabilities-missing = Der Hilfsdienst darf das Netzwerk nicht ändern.
    .advice = Erneut starten. Hilft das nicht, mit „systemctl cat adit-netd“ nach Änderungen suchen.
doctor-capabilities-more = Der Hilfsdienst hat mehr Rechte als nötig.
    .advice = Mit „systemctl cat aditd adit-netd“ nach Änderungen suchen.

doctor-resolver-resolved = Namen löst systemd-resolved auf.
doctor-resolver-file = Namen lösen die Server in { $path } auf.
doctor-resolver-silent = Namen soll systemd-resolved auflösen, das nicht läuft.
    .advice = Mit „sudo systemctl start systemd-resolved“ starten.
doctor-resolver-missing = /etc/resolv.conf fehlt oder führt ins Leere.
    .advice = Mit einem Netzwerk verbinden oder den Dienst starten, der diese Datei schreibt.

doctor-network-manager-absent = NetworkManager läuft nicht; Adit braucht ihn nicht.
doctor-network-manager-told = NetworkManager { $version } lässt Adits Tunnel in Ruhe.
doctor-network-manager-untold = NetworkManager { $version } weiß noch nicht, dass er Adits Tunnel in Ruhe lassen soll.
    .advice = Adit teilt es ihm für jeden Tunnel mit. Adits Paket teilt es ihm ein für alle Mal mit.

doctor-udp-offload-both = Sockets und Tunnelgerät bewegen Pakete in Gruppen (Kernel { $kernel }).
doctor-udp-offload-sockets = Sockets bewegen Pakete in Gruppen, das Tunnelgerät nur bei TCP (Kernel { $kernel }).
doctor-udp-offload-none = Pakete werden einzeln bewegt, was mehr Rechenzeit kostet (Kernel { $kernel }).
    .advice = Ab Kernel 5.0 werden sie in Gruppen bewegt.
doctor-udp-offload-unknown = Die Version des Kernels ist nicht bekannt ({ $kernel }).
    .advice = Adit findet für jeden Tunnel heraus, was der Kernel kann.

doctor-kernel-offload-loaded = Der Kernel könnte Pakete selbst verschlüsseln. Adit tut es in jedem Fall.
doctor-kernel-offload-possible = Der Kernel hat vielleicht ein Modul, das Pakete verschlüsselt. Adit tut es in jedem Fall.
doctor-kernel-offload-absent = Der Kernel verschlüsselt Pakete nicht selbst. Adit tut es in jedem Fall.

doctor-keychain-runs = Passwörter können im Schlüsselbund gespeichert werden.
doctor-keychain-starts = Passwörter können im Schlüsselbund gespeichert werden, der bei Bedarf startet.
doctor-keychain-missing = Dieser Desktop hat keinen Schlüsselbund; Passwörter und neue Profile sind weg, sobald Adit beendet wird.
    .advice = Einen installieren, etwa gnome-keyring oder KWallet, und neu anmelden.
doctor-keychain-no-session = Außerhalb einer Desktop-Sitzung ist der Schlüsselbund nicht erreichbar.
    .advice = In einem Terminal des Desktops oder in Adits Fenster nachsehen.

doctor-clock-set = Die Uhr wird über das Netz gestellt.
doctor-clock-unknown = Ob die Uhr über das Netz gestellt wird, ist nicht bekannt. Sie scheint richtig zu gehen.
doctor-clock-not-set = Die Uhr wird nicht über das Netz gestellt. Geht sie falsch, scheinen Zertifikate abgelaufen zu sein.
    .advice = Mit „sudo timedatectl set-ntp true“ einschalten.
doctor-clock-behind = Die Uhr geht um Monate oder mehr falsch, deshalb sind Zertifikate noch nicht gültig.
    .advice = Das Datum stellen oder mit „sudo timedatectl set-ntp true“ über das Netz stellen lassen.

doctor-policy-none = Keine Organisation verwaltet Adit auf diesem Computer.
doctor-policy-settled = Eine Organisation verwaltet Adit auf diesem Computer.
doctor-policy-settled-by = { $organisation } verwaltet Adit auf diesem Computer.
doctor-policy-unknown = Ob eine Organisation Adit verwaltet, ist bekannt, sobald der Hilfsdienst läuft.
doctor-policy-unusable = Die Richtlinie der Organisation in { $file } ist nicht verwendbar, deshalb wird Datenverkehr zurückgehalten.
    .advice = „aditctl policy“ zeigt, was daran falsch ist.
