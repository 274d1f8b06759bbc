# Failures: one sentence for what happened, the cause first, and `.advice` for what to do.
# No codes, no exclamation marks, and not the word “error”.

failure-name-not-resolved = Zum Namen { $host } gibt es keine Adresse.
    .advice = Der Name im Profil ist vielleicht falsch oder veraltet, oder er ist nur in einem anderen Netz bekannt. Den Anbieter des Profils fragen.
failure-no-answer = { $host } antwortet nicht auf { $transport } { $port }.
    .advice = Das Netzwerk blockiert es vielleicht, oder der Kontrollschlüssel des Profils („tls-auth“, „tls-crypt“) passt nicht zum Server: Dann antworten Server nicht. Ein anderes Netz versuchen oder den Anbieter fragen, ob das Profil noch aktuell ist.
failure-no-answer-yet = { $host } hat auf { $transport } { $port } noch nicht geantwortet.
    .advice = Adit versucht es weiter. Kommt nichts, blockiert es vielleicht das Netzwerk: ein anderes Netz versuchen oder den Betreiber fragen, ob der Server läuft.
failure-connection-refused = { $host } lehnt Verbindungen auf { $transport } { $port } ab.
    .advice = Der VPN-Dienst ist vielleicht angehalten, oder der Port im Profil ist falsch. Später erneut versuchen oder den Betreiber des Servers fragen.
failure-connection-lost = Die Verbindung zum Server ist abgebrochen.
    .advice = Prüfen, ob dieser Computer noch online ist. Adit verbindet sich wieder, sobald es geht.
    .advice-ended = Prüfen, ob dieser Computer noch online ist, und erneut verbinden.
failure-keepalive-timeout = { $seconds ->
    [one] Der Server hat eine Sekunde lang geschwiegen.
   *[other] Der Server hat { $seconds } Sekunden lang geschwiegen.
}
    .advice = Das Netzwerk hat vielleicht gewechselt, oder der Server ist weg. Adit verbindet sich wieder, sobald es geht.
    .advice-ended = Schweigt der Server so lange, endet die Verbindung. Erneut verbinden, sobald dieser Computer online ist.
failure-no-network = Dieser Computer hat kein Netzwerk.
    .advice = Mit einem Netzwerk verbinden. Adit macht dann von selbst weiter.
    .advice-ended = Mit einem Netzwerk verbinden, dann erneut verbinden.
failure-handshake-timeout = Der Server hat begonnen zu antworten und dann aufgehört.
    .advice = Ein Netz auf dem Weg verwirft vielleicht große Pakete. Ein anderes Netz versuchen, oder einen TCP-Server, wenn das Profil einen hat.
failure-control-key-mismatch = Der Kontrollschlüssel dieses Profils passt nicht zum Server.
    .advice = Den Anbieter um ein neues Profil bitten.
failure-unknown-authority = Das Zertifikat des Servers stammt von einer Stelle, der dieses Profil nicht vertraut.
    .advice = Dort nicht anmelden. Den Anbieter des Profils fragen, ob der Server ein neues Zertifikat bekommen hat.
failure-server-certificate-expired = Das Zertifikat des Servers ist am { $date } abgelaufen.
    .advice = Das Datum dieses Computers prüfen. Stimmt es, den Betreiber des Servers bitten, das Zertifikat zu erneuern.
failure-server-certificate-not-yet-valid = Das Zertifikat des Servers gilt erst ab { $date }.
    .advice = Das Datum dieses Computers prüfen. Es liegt vielleicht zurück.
failure-server-name-mismatch = Der Server ist { $found }, das Profil erwartet aber { $expected }.
    .advice = Dort nicht anmelden. Den Anbieter des Profils fragen, ob sich der Name des Servers geändert hat.
failure-not-a-server-certificate = Was geantwortet hat, besitzt kein Serverzertifikat.
    .advice = Vielleicht gibt sich ein anderer Client als der Server aus. Den Betreiber des Servers bitten, das Zertifikat zu prüfen.
failure-server-certificate-rejected-unreadable = Das Zertifikat des Servers kann nicht gelesen werden.
    .advice = Den Betreiber des Servers bitten, das Zertifikat zu prüfen.
failure-server-certificate-rejected-not-an-authority = Das Zertifikat des Servers wurde nicht akzeptiert: Ein Zertifikat auf dem Weg zur Zertifizierungsstelle gehört keiner solchen Stelle.
    .advice = Den Betreiber des Servers bitten, das Zertifikat zu prüfen.
failure-server-certificate-rejected-chain-too-long = Das Zertifikat des Servers wurde nicht akzeptiert: Seine Kette ist länger, als eine der Zertifizierungsstellen erlaubt.
    .advice = Den Betreiber des Servers bitten, das Zertifikat zu prüfen.
failure-server-certificate-rejected-name-not-allowed = Das Zertifikat des Servers wurde nicht akzeptiert: Eine Zertifizierungsstelle auf dem Weg darf für seinen Namen keine Zertifikate ausstellen.
    .advice = Den Betreiber des Servers bitten, das Zertifikat zu prüfen.
failure-server-certificate-rejected-extension = Das Zertifikat des Servers wurde nicht akzeptiert: Es verlangt etwas, das Adit nicht kennt, oder ist fehlerhaft aufgebaut.
    .advice = Den Betreiber des Servers bitten, das Zertifikat zu prüfen.
failure-server-certificate-rejected-signature-kind = Das Zertifikat des Servers wurde nicht akzeptiert: Diese Art der Signatur unterstützt Adit nicht.
    .advice = Den Betreiber des Servers um ein Zertifikat mit einer RSA-, ECDSA- oder Ed25519-Signatur bitten.
failure-server-certificate-rejected-bad-signature = Das Zertifikat des Servers wurde nicht akzeptiert: Eine Signatur ist falsch.
    .advice = Vielleicht gibt sich jemand anderes als der Server aus. Den Betreiber bitten, das Zertifikat zu prüfen.
failure-server-certificate-rejected-usage = Das Zertifikat des Servers wurde nicht akzeptiert: Sein Verwendungszweck ist nicht der, den { $directive } im Profil verlangt.
    .advice = Den Betreiber des Servers bitten, das Zertifikat zu prüfen, oder um ein neues Profil bitten.
failure-server-certificate-rejected-other = Das Zertifikat des Servers wurde nicht akzeptiert: Es verletzt eine Regel für Zertifikate.
    .advice = Den Betreiber des Servers bitten, das Zertifikat zu prüfen.
failure-server-purpose-unknown = Das Zertifikat des Servers ({ $name }) sagt nicht, dass es für einen Server ist, und das Profil sagt nicht, woran der Server sonst zu erkennen ist.
    .advice = Ein anderer Kunde könnte sich als der Server ausgeben. Den Betreiber um ein Serverzertifikat oder um den Namen des Servers bitten: Mit der Zeile „verify-x509-name "{ $name }" name“ im Profil akzeptiert Adit nur das Zertifikat dieses Namens.
failure-server-certificate-revoked = Das Zertifikat des Servers wurde von seiner Zertifizierungsstelle widerrufen.
    .advice = Dort nicht anmelden. Den Anbieter des Profils fragen, ob der Server ein neues Zertifikat bekommen hat.
failure-revocation-list-expired = Die Liste widerrufener Zertifikate in diesem Profil galt bis { $date }.
    .advice = Das Datum dieses Computers prüfen. Stimmt es, den Anbieter um ein Profil mit einer aktuellen Liste bitten.
failure-revocation-list-not-yet-valid = Die Liste widerrufener Zertifikate in diesem Profil stammt vom { $date }, und das liegt in der Zukunft.
    .advice = Das Datum dieses Computers prüfen. Stimmt es, den Anbieter um ein Profil mit einer aktuellen Liste bitten.
failure-revocation-list-invalid = Die Liste widerrufener Zertifikate in diesem Profil ist beschädigt oder nicht von ihrer Zertifizierungsstelle.
    .advice = Ohne sie verbindet sich Adit nicht, denn das Zertifikat des Servers könnte darin stehen. Den Anbieter um ein Profil mit einer aktuellen Liste bitten.
failure-server-certificate-not-pinned = Das Zertifikat des Servers ist keines, dessen Fingerabdruck in diesem Profil steht.
    .advice = Dort nicht anmelden. Den Anbieter des Profils fragen, ob der Server ein neues Zertifikat bekommen hat.
failure-server-certificate-weak = Das Zertifikat des Servers lässt sich fälschen: Es beruht auf { $weakness }.
    .advice = { $weakness ->
        [MD5] Den Betreiber des Servers um ein neues Zertifikat bitten.
       *[other] Den Betreiber des Servers um ein neues Zertifikat bitten. Bis dahin akzeptiert die Zeile „tls-cert-profile insecure“ im Profil dieses.
    }
failure-clock-wrong = Das Datum dieses Computers ist falsch: Er zeigt { $date }.
    .advice = Adit versucht es von selbst wieder: Ein gerade gestarteter Computer bekommt sein Datum oft aus dem Netz. Falls nicht, das Datum stellen.
    .advice-ended = Datum und Uhrzeit dieses Computers stellen, dann erneut verbinden.
failure-client-key-too-short = Der private Schlüssel dieses Profils hat { $bits } Bit, zu wenig, um sicher zu sein; Adit signiert damit nicht.
    .advice = Den Anbieter des Profils um ein neues Zertifikat mit einem RSA-Schlüssel von mindestens 2048 Bit bitten.
failure-client-certificate-expired = Das Zertifikat dieses Profils ist am { $date } abgelaufen.
    .advice = Den Anbieter des Profils um ein neues bitten.
failure-client-certificate-refused = Der Server akzeptiert das Zertifikat dieses Profils nicht.
    .advice = Es wurde vielleicht widerrufen oder fehlt im Profil. Den Anbieter des Profils um ein neues bitten.
failure-tls-not-compatible = Der Server und Adit haben keine gemeinsame Art der Verschlüsselung.
    .advice = Der Server besteht auf Verfahren, die nicht mehr sicher sind oder die Adit nicht hat, etwa X448. Den Betreiber bitten, TLS 1.3 mit X25519 oder P-256 oder TLS 1.2 mit ECDHE und AES-GCM zu erlauben.
failure-server-tls-too-old = Der Server kennt nichts über TLS 1.1, das nicht mehr sicher ist.
    .advice = Den Betreiber des Servers bitten, TLS 1.2 oder neuer zu erlauben („tls-version-max“ darf nicht unter 1.2 liegen).
failure-server-silent-at-hello = Der Server hat geantwortet, dann aber nicht mit der Verschlüsselung begonnen.
    .advice = Er kennt vielleicht nur Verfahren, die Adit nicht benutzt: TLS unter 1.2, ohne ECDHE oder mit CBC, oder einen Schlüssel auf einer Brainpool-Kurve. Den Betreiber bitten, TLS 1.3 oder TLS 1.2 mit ECDHE und AES-GCM zu erlauben. Geht es aus einem anderen Netz, verwirft dieses große Pakete.
failure-server-silent-after-certificate = Der Server verstummte, als er das Zertifikat dieses Profils akzeptieren sollte.
    .advice = Er hat es vielleicht als abgelaufen, widerrufen oder unbekannt abgelehnt, oder es fehlt im Profil. Den Anbieter des Profils um ein neues bitten. Geht es aus einem anderen Netz, verwirft dieses große Pakete.
failure-tls-failed = Die verschlüsselte Verbindung zum Server konnte nicht aufgebaut werden.
    .advice = Erneut versuchen. Geschieht es wieder, die Einzelheiten dem Betreiber des Servers schicken.
failure-credentials-needed = Der Server fragt nach Benutzername und Passwort.
    .advice = Erneut verbinden und beides eingeben.
failure-credentials-refused = Der Server hat Benutzername oder Passwort abgelehnt.
    .advice = Prüfen und erneut versuchen.
failure-credentials-refused-with-reason = Der Server hat Benutzername oder Passwort abgelehnt und meldet: „{ $reason }“
    .advice = Prüfen und erneut versuchen.
failure-sign-in-unfinished = Die Anmeldung wurde nicht rechtzeitig abgeschlossen.
    .advice = Der Server wartet nur eine begrenzte Zeit. Erneut verbinden und die Anmeldung gleich bestätigen.
failure-not-let-in = Der Server lässt dieses Profil nicht herein.
    .advice = Den Betreiber fragen, ob das Zertifikat dieses Profils den Server benutzen darf oder ob Benutzername und Passwort nötig sind.
failure-not-let-in-with-reason = Der Server lässt dieses Profil nicht herein und meldet: „{ $reason }“
    .advice = Den Betreiber fragen, ob das Zertifikat dieses Profils den Server benutzen darf oder ob Benutzername und Passwort nötig sind.
failure-browser-sign-in-refused = Der Server hat die Anmeldung im Browser nicht akzeptiert.
    .advice = Erneut verbinden und anmelden. Hilft das nicht, den Betreiber fragen, ob dieses Konto den Server benutzen darf.
failure-browser-sign-in-refused-with-reason = Der Server hat die Anmeldung im Browser nicht akzeptiert und meldet: „{ $reason }“
    .advice = Erneut verbinden und anmelden. Hilft das nicht, den Betreiber fragen, ob dieses Konto den Server benutzen darf.
failure-sign-in-page-refused = Der Server verlangt eine Anmeldeseite, deren Adresse nicht sicher zu öffnen ist.
    .advice = Dem Betreiber des Servers mitteilen: Die Adresse muss mit https:// beginnen, einen Rechner nennen und höchstens 1024 Zeichen haben.
failure-sign-in-postponed = Der Server lässt im Moment niemanden herein.
    .advice = Adit versucht es von selbst wieder, nicht zu oft, damit das Konto nicht gesperrt wird.
    .advice-ended = Später erneut verbinden.
failure-sign-in-postponed-with-message = Der Server lässt im Moment niemanden herein und meldet: „{ $message }“
    .advice = Adit versucht es von selbst wieder, nicht zu oft, damit das Konto nicht gesperrt wird.
    .advice-ended = Später erneut verbinden.
failure-passphrase-needed = Der private Schlüssel dieses Profils ist gesperrt.
    .advice = Erneut verbinden und die Passphrase eingeben.
failure-passphrase-wrong = Diese Passphrase öffnet den privaten Schlüssel nicht.
    .advice = Prüfen und erneut versuchen.
failure-challenge-needed = Der Server stellt eine weitere Frage.
    .advice = Erneut verbinden und sie beantworten.
failure-confirm-elsewhere = Der Server wartet an anderer Stelle und meldet: „{ $text }“
    .advice = Der Anweisung folgen. Adit meldet sich von selbst wieder an.
    .advice-ended = Der Anweisung folgen, dann erneut verbinden.
failure-cipher-not-shared = Der Server hat keines der Verschlüsselungsverfahren, die dieses Profil erlaubt ({ $offered }).
    .advice = Den Betreiber fragen, welche Verfahren der Server annimmt („data-ciphers“), und um ein Profil bitten, das eines davon erlaubt.
failure-cipher-too-old = Der Server besteht auf dem Verfahren { $cipher }, das nicht mehr sicher ist und das Adit nicht hat.
    .advice = Den Betreiber bitten, „data-ciphers“ um AES-256-GCM zu ergänzen, oder um AES-256-CBC, wenn der Server dafür zu alt ist.
failure-server-compresses = Der Server komprimiert, was er sendet; das kann den Inhalt des Tunnels verraten.
    .advice = Den Betreiber bitten, „comp-lzo“ und „compress“ zu entfernen. Geht das nicht, lässt die Zeile „allow-compression asym“ im Profil Adit es lesen.
failure-server-option-refused = Der Server verlangt etwas, das Adit nicht tut: { $option }.
    .advice = Den Betreiber des Servers fragen, ob sich das abschalten lässt.
failure-server-halted = Der Server hat die Verbindung beendet.
    .advice = Vor dem nächsten Verbinden den Betreiber des Servers fragen.
failure-server-halted-with-message = Der Server hat die Verbindung beendet und meldet: „{ $message }“
    .advice = Vor dem nächsten Verbinden den Betreiber des Servers fragen.
failure-server-restarting = Der Server startet neu.
    .advice = Adit verbindet sich gleich wieder.
    .advice-ended = Gleich erneut verbinden.
failure-server-restarting-with-message = Der Server startet neu und meldet: „{ $message }“
    .advice = Adit verbindet sich gleich wieder.
    .advice-ended = Gleich erneut verbinden.
failure-tunnel-idle = { $minutes ->
    [one] Der Tunnel war eine Minute lang unbenutzt; dieser Server will ihn dann beenden.
   *[other] Der Tunnel war { $minutes } Minuten lang unbenutzt; dieser Server will ihn dann beenden.
}
    .advice = Bei Bedarf erneut verbinden.
failure-session-time-over = { $minutes ->
    [one] Dieser Server erlaubt eine Verbindung für eine Minute, und die ist vorbei.
   *[other] Dieser Server erlaubt eine Verbindung für { $minutes } Minuten, und die sind vorbei.
}
    .advice = Erneut verbinden, falls sie länger gebraucht wird.
failure-profile-refused = Dieses Profil ist wegen { $what } nicht verwendbar.
    .advice = Neu importieren, um den Grund zu sehen, oder den Anbieter um ein anderes bitten.
failure-tunnel-device = Das Tunnelgerät konnte nicht angelegt werden.
    .advice = Prüfen, ob das System das Modul tun hat, dann Adits Hilfsdienst neu starten.
failure-network-setup = Das Netzwerk dieses Computers konnte nicht eingerichtet werden ({ network-step }).
    .advice = Der vorherige Zustand ist wiederhergestellt. Vielleicht stört ein anderes Netzwerkprogramm; es schließen und erneut versuchen.
failure-network-setup-not-permitted = Adits Hilfsdienst darf das Netzwerk dieses Computers nicht einrichten ({ network-step }).
    .advice = Den Hilfsdienst als Systemdienst oder als Administrator starten.
failure-network-setup-timed-out = Das Einrichten des Netzwerks dieses Computers hat zu lange gedauert ({ network-step }).
    .advice = Der vorherige Zustand ist oder wird wiederhergestellt. Erneut versuchen; geschieht es jedes Mal, den Computer neu starten.
failure-network-setup-not-kept = Ein anderes Programm hat das Netzwerk dieses Computers während des Einrichtens geändert.
    .advice = Andere Netzwerkprogramme schließen oder so einstellen, dass sie Adits Schnittstellen in Ruhe lassen, und erneut versuchen.
failure-network-setup-unsupported = Dieses System lässt sich nicht so einrichten, wie es dieser Tunnel braucht ({ network-step }).
    .advice = In Adits Dokumentation steht, was jedes System kann.
# Which part of it, in brackets behind what happened.
network-step = { $step ->
    [plan] Beurteilen des Plans
    [look] Ansehen des Netzwerks
    [journal] Liste der Änderungen
    [firewall] Firewall
    [interface] Tunnelschnittstelle
    [address] Tunneladresse
    [route] eine Route
    [rule] die Regel, die in den Tunnel führt
    [path-filter] der Filter für Rückwege
    [dns] Namensserver
    [read-back] Zurücklesen
    [watch] Beobachten
    [bypass] ein Socket am Tunnel vorbei
    [apply] Einrichten
    [undo] Zurücksetzen
   *[other] ein anderer Teil
}
failure-network-setup-bad-plan = Adit hat einen Plan für das Netzwerk gemacht, den es nicht anwenden kann.
    .advice = Das ist ein Mangel in Adit. Bitte mit dem Protokoll melden.
failure-not-permitted = Diese Verbindung gehört einem anderen Benutzer dieses Computers.
    .advice = Ihn bitten, sie zu trennen.
failure-not-permitted-owner = Diese Verbindung gehört dem Benutzer { $owner } dieses Computers.
    .advice = Ihn bitten, sie zu trennen.
failure-not-authorized = Dieses Konto darf auf diesem Computer keine VPN-Verbindungen benutzen.
    .advice = Ein Administrator kann es erlauben: über die Gruppe „adit“ oder in der Datei /etc/adit/access.conf.
failure-not-allowed-lock = Die Organisation hat vorgegeben, wann Datenverkehr zurückgehalten wird.
    .advice = Ein Administrator kann das in /etc/adit/policy.toml ändern.
failure-not-allowed-let-out = Die Organisation erlaubt nicht, Datenverkehr ohne Schutz freizugeben.
    .advice = Verbinden oder die Administration fragen.
failure-not-allowed-own-profile = Die Organisation erlaubt keine VPN-Verbindungen mit eigenen Profilen.
    .advice = Ein Profil der Organisation benutzen oder die Administration fragen.
failure-not-allowed-managed-profile = Die Organisation hat kein solches Profil für dieses Konto.
    .advice = Die Administration fragen, ob es das Profil noch gibt und für wen.
failure-network-in-use = Das Netzwerk dieses Computers wird von einem VPN des Benutzers { $owner } verwendet.
    .advice = Ihn bitten, es zu trennen. Ein Administrator kann es mit „aditctl disconnect --of { $owner }“ beenden.
failure-not-brought-back = Adits Hilfsdienst wurde beendet, während diese Verbindung gewünscht war, und kann sie nicht allein wiederherstellen.
    .advice = Erneut verbinden. Wird sie nicht mehr gebraucht, trennen.
failure-unknown-connection = Eine solche Verbindung gibt es nicht.
    .advice = Sie ist vielleicht schon beendet. In der Liste der Verbindungen nachsehen.
failure-helper-not-running = Adits Hilfsdienst läuft nicht.
    .advice = Ihn starten oder in seinem Protokoll nachsehen, warum er endete.
failure-helper-older = Adits Hilfsdienst ist älter als dieses Programm.
    .advice = Den Hilfsdienst neu starten. Hilft das nicht, Adit neu installieren.
failure-helper-newer = Adits Hilfsdienst ist neuer als dieses Programm.
    .advice = Adit neu starten. Hilft das nicht, neu installieren.
failure-bad-request-frame-too-large = Dieses Profil ist zu groß für Adits Hilfsdienst.
    .advice = Profile bis etwa 700 KiB passen, mit allen Schlüsseln und Listen. Den Ersteller um ein kleineres bitten.
failure-bad-request-not-a-message = Adits Hilfsdienst hat die Anfrage nicht verstanden.
    .advice = Adit und seinen Hilfsdienst auf dieselbe Version bringen.
failure-bad-request-hello-missing = Adits Hilfsdienst wurde vor der Begrüßung etwas gefragt.
    .advice = Adit und seinen Hilfsdienst auf dieselbe Version bringen.
failure-bad-request-hello-repeated = Adits Hilfsdienst wurde zweimal begrüßt.
    .advice = Adit und seinen Hilfsdienst auf dieselbe Version bringen.
failure-bad-request-too-many-clients = Zu viele Programme benutzen Adits Hilfsdienst.
    .advice = Einige davon schließen und erneut versuchen.
failure-bad-request-too-many-clients-of-user = Zu viele Programme dieses Kontos benutzen Adits Hilfsdienst.
    .advice = Einige davon schließen und erneut versuchen.
failure-bad-request-too-many-tunnels = Dieser Computer hat zu viele Tunnel auf einmal.
    .advice = Einen trennen und erneut versuchen.
failure-bad-request-too-many-tunnels-of-user = Dieses Konto hat zu viele Tunnel auf einmal.
    .advice = Einen trennen und erneut versuchen.
failure-bad-request-too-many-connections = Es gibt zu viele Verbindungen.
    .advice = Eine trennen und erneut versuchen.
failure-bad-request-busy = Diese Verbindung ist noch mit der vorigen Anfrage beschäftigt.
    .advice = Einen Moment warten und erneut versuchen.
failure-bad-request-ending = Adits Hilfsdienst wird gerade beendet.
    .advice = Erneut versuchen, sobald er wieder läuft.
failure-bad-request-name = Der Name des Profils ist zu lang oder nicht darstellbar.
    .advice = Dem Profil einen anderen Namen geben.
failure-bad-request-unknown-protocol = Adits Hilfsdienst beherrscht das Protokoll dieses Profils nicht ({ $protocol }).
    .advice = Adit und seinen Hilfsdienst auf dieselbe Version bringen.
failure-bad-request-proxies = Die in diesem Computer eingestellten Proxys sind nicht verwendbar.
    .advice = Die Proxys in den Systemeinstellungen prüfen.
failure-bad-request-credentials-too-long = Benutzername oder Passwort ist zu lang.
    .advice = Prüfen und erneut versuchen.
failure-bad-request-public-address = Ein Server, der von überall erreichbar ist, zeigt nicht, in welchem Netz dieser Computer ist.
    .advice = Die Adresse eines Servers angeben, den es nur in diesem Netz gibt: eine private, etwa die des Routers.
failure-bad-request-answer-of-other-kind = Diese Antwort passt nicht zur gestellten Frage.
    .advice = Nachsehen, was jetzt gefragt wird, und das beantworten.
failure-proxy-not-reachable = Der Proxy { $proxy } ist nicht erreichbar.
    .advice = Das Netzwerk dieses Computers prüfen, ebenso Name und Port des Proxys im Profil oder in den Systemeinstellungen.
failure-proxy-no-answer = Der Proxy { $proxy } antwortet nicht.
    .advice = Später erneut versuchen oder den Betreiber des Proxys fragen.
failure-proxy-not-a-proxy = Was unter { $proxy } antwortet, ist kein Proxy dieser Art.
    .advice = Den Port prüfen, und ob es ein HTTP- oder ein SOCKS-5-Proxy ist.
failure-proxy-credentials-needed = Der Proxy { $proxy } fragt nach Benutzername und Passwort.
    .advice = Erneut verbinden und beides eingeben.
failure-proxy-credentials-refused = Der Proxy { $proxy } hat Benutzername oder Passwort abgelehnt.
    .advice = Prüfen und erneut versuchen. Gemeint sind die Daten für den Proxy, nicht die für den VPN-Server.
failure-proxy-sign-in-not-supported = Der Proxy { $proxy } verlangt eine Art der Anmeldung, die Adit nicht hat ({ $offered }).
    .advice = Den Betreiber des Proxys bitten, Basic oder Digest zu erlauben, bei SOCKS Benutzername und Passwort.
failure-proxy-not-allowed = Der Proxy { $proxy } erlaubt keine Verbindungen zu diesem Server auf Port { $port }.
    .advice = Viele Proxys erlauben nur Port 443. Den Anbieter des Profils nach einem Server auf TCP-Port 443 fragen.
failure-proxy-server-not-reached = Der Proxy { $proxy } erreicht { $host } nicht.
    .advice = Der Server läuft vielleicht nicht, oder der Proxy kennt seinen Namen nicht. Später oder mit einem anderen Server erneut versuchen.
failure-proxy-no-datagrams = Der Proxy { $proxy } überträgt kein UDP.
    .advice = Ein Profil mit einem TCP-Server oder einen anderen Proxy benutzen.
failure-proxy-refused = Der Proxy { $proxy } hat die Verbindung abgelehnt und meldet: „{ $answer }“
    .advice = Den Betreiber des Proxys fragen.
failure-name-servers-silent = Die Adresse von { $host } lässt sich nicht finden: Die Namensserver dieses Netzes antworten nicht.
    .advice = Prüfen, ob dieser Computer online ist und andere Seiten sich öffnen. Adit versucht es von selbst wieder.
    .advice-ended = Prüfen, ob dieser Computer online ist und andere Seiten sich öffnen. Dann erneut verbinden.
failure-no-ipv4 = { $host } ist nur über IPv4 erreichbar, und dieses Netz hat nur IPv6.
    .advice = Ein anderes Netz versuchen oder den Betreiber des Servers um eine IPv6-Adresse bitten.
failure-no-address-given = Der Server hat diesem Computer keine Adresse gegeben.
    .advice = Den Betreiber des Servers bitten, eine zu vergeben: Bei OpenVPN geht das mit „server“ oder „ifconfig-push“.
failure-address-unusable = Die vom Server vergebene Adresse ist nicht verwendbar: { $address }.
    .advice = Den Betreiber des Servers bitten, eine andere zu vergeben.
failure-server-key-unsupported = Das Zertifikat des Servers hat einen Schlüssel der Art { $algorithm }, den Adit nicht prüfen kann.
    .advice = Den Betreiber des Servers um ein Zertifikat mit einem RSA-, ECDSA- oder Ed25519-Schlüssel bitten.
failure-session-token-refused = Der Server hat diese Anmeldung vergessen.
    .advice = Adit meldet sich von selbst wieder an.
    .advice-ended = Erneut anmelden.
failure-other-service-http = Was auf { $host } an Port { $port } antwortet, ist ein Webserver, nicht dieses VPN.
    .advice = Adresse oder Port im Profil ist vielleicht falsch, oder eine Anmeldeseite dieses Netzes ist dazwischen. Eine Webseite öffnen; verlangt keine eine Anmeldung, den Betreiber des Servers fragen.
failure-other-service-tls = Was auf { $host } an Port { $port } antwortet, ist ein Dienst über TLS, nicht dieses VPN.
    .advice = Adresse oder Port im Profil ist vielleicht falsch, oder der Server ist von anderer Art. Den Anbieter des Profils fragen.
failure-other-service-ssh = Was auf { $host } an Port { $port } antwortet, ist ein SSH-Server, nicht dieses VPN.
    .advice = Adresse oder Port im Profil ist vielleicht falsch. Den Anbieter des Profils fragen.
failure-other-service-unknown = Was auf { $host } an Port { $port } antwortet, ist nicht dieses VPN.
    .advice = Adresse oder Port im Profil ist vielleicht falsch. Den Anbieter des Profils fragen.
# In place of an option’s value.
option-not-set = nicht gesetzt
failure-nothing-readable = Der Tunnel wurde eingerichtet, aber nichts davon, was der Server hindurchschickt, ist lesbar.
    .advice = Profil und Server unterscheiden sich in einer Option wie „cipher“, „auth“, „comp-lzo“ oder „fragment“. Den Betreiber des Servers um ein passendes Profil bitten.
failure-nothing-readable-differs = Der Tunnel wurde eingerichtet, aber nichts davon, was der Server hindurchschickt, ist lesbar: „{ $option }“ ist { $ours } im Profil und { $theirs } beim Server.
    .advice = Den Betreiber des Servers um ein passendes Profil bitten oder darum, es dort zu ändern.
failure-cancelled = Abgebrochen.
    .advice = Ein neuer Versuch ist jederzeit möglich.
failure-internal = In Adit ist etwas schiefgegangen.
    .advice = Erneut versuchen und die Einzelheiten bitte melden, damit es behoben werden kann.
