# Why a line of a profile is ignored, worth a note, or refused. `.advice` is the remedy, where the user has one.

## Not a profile

lint-empty = Die Datei ist leer.
    .advice = Das Profil erneut herunterladen oder kopieren.
lint-too-large = Die Datei ist größer als jedes Profil.
    .advice = Die .ovpn-Datei selbst auswählen. Ein Profil hat höchstens { $limit_kib } KiB.
lint-utf16 = Die Datei ist UTF-16-Text.
    .advice = In einem Texteditor öffnen, als UTF-8 speichern und erneut importieren.
lint-binary = Die Datei ist kein Text.
    .advice = Die .ovpn-Datei selbst auswählen. Kam sie in einem Archiv, dieses zuerst entpacken.
lint-nul-bytes = Der Text ist hier beschädigt: Er enthält Nullbytes.
    .advice = Das Profil erneut herunterladen oder kopieren.
lint-web-page = Die Datei ist eine Webseite, kein Profil.
    .advice = Der Link zum Herunterladen führte wohl zu einer Anmeldeseite. Dort im Browser anmelden und das Profil erneut herunterladen.
lint-conflict-marker = Hier wurden zwei Fassungen des Profils zusammengeführt, und die Markierungen stehen noch darin.
    .advice = Eine Fassung behalten, die Markierungen entfernen und erneut importieren.
lint-line-too-long = Diese Zeile ist länger als jede Direktive.
    .advice = Vielleicht sind Zeilenumbrüche verloren gegangen. Das Profil erneut herunterladen oder kopieren.
lint-too-many-lines = Das Profil hat mehr als { $limit } wirksame Zeilen, mehr als Adit annimmt.
    .advice = Die .ovpn-Datei selbst auswählen. Ist es die richtige, um ein Profil mit weniger Routen bitten.
lint-lines-joined = Der Datei fehlen Zeilenumbrüche: Alles oder mehrere Zeilen stehen in einer.
    .advice = Das Profil erneut als Datei kopieren oder herunterladen, nicht über ein Feld oder eine Nachricht, die Zeilen verbindet.
lint-loose-material = Hier beginnt ein Zertifikat oder Schlüssel, und nichts sagt, wofür.
    .advice = Zwischen <ca> und </ca>, <cert> und </cert> oder <key> und </key> setzen.
lint-unbalanced-quote = Hier beginnt ein Anführungszeichen, das nicht geschlossen wird.
    .advice = In einem Texteditor schließen, dann das Profil erneut importieren.
lint-missing-end-tag = Hier beginnt <{ $name }>, und das Ende </{ $name }> fehlt.
    .advice = Die Datei ist vielleicht unvollständig. Erneut herunterladen oder kopieren.
lint-block-on-one-line = „<{ $name }>“ und der Inhalt des Blocks stehen in einer Zeile.
    .advice = <{ $name }>, jede Zeile des Inhalts und </{ $name }> in eigene Zeilen setzen oder das Profil erneut herunterladen.
lint-stray-end-tag = </{ $name }> beendet etwas, das nicht begonnen hat.
    .advice = Die Zeile entfernen oder <{ $name }> an die richtige Stelle setzen.

## The profile as a whole

lint-no-server = Das Profil nennt keinen Server.
    .advice = Eine Zeile „remote“ mit der Adresse des Servers hinzufügen oder den Anbieter um ein vollständiges Profil bitten.
lint-too-many-servers = Das Profil nennt mehr Server, als Adit annimmt; die ersten { $limit } werden benutzt.
lint-no-authority = Das Profil sagt nicht, wem zu vertrauen ist: Es hat keine Zertifizierungsstelle.
    .advice = Den Anbieter um die „ca“-Datei bitten oder um ein Profil, das sie enthält.
lint-not-a-client = Das ist kein Profil für den Client eines Servers.
    .advice = Soll es eines sein, eine Zeile „client“ hinzufügen und erneut importieren.
lint-no-server-check = Jedes Zertifikat derselben Stelle ginge als Server durch, auch das eines anderen Kunden.
    .advice = Den Anbieter fragen, ob „remote-cert-tls server“ ergänzt werden kann.
lint-no-sign-in = Das Profil hat weder ein eigenes Zertifikat noch eine Anmeldung.
    .advice = Lehnt der Server ab, den Anbieter des Profils fragen, was fehlt.
lint-certificate-without-key = Das Profil enthält das eigene Zertifikat, aber nicht den privaten Schlüssel dazu.
    .advice = Den Anbieter des Profils um die „key“-Datei bitten.
lint-key-without-certificate = Das Profil enthält einen privaten Schlüssel, aber nicht das Zertifikat dazu.
    .advice = Den Anbieter des Profils um die „cert“-Datei bitten.
lint-several-control-keys = Das Profil enthält mehrere von tls-auth, tls-crypt und tls-crypt-v2, die einander ausschließen.
    .advice = Den Anbieter fragen, was davon der Server benutzt.
lint-tls-auth-without-digest = tls-auth kann mit „auth none“ nicht arbeiten.
    .advice = Den Anbieter fragen, welches „auth“ der Server benutzt.
lint-generic-profile = Das ist die Vorlage eines Access Servers, kein persönliches Profil.
    .advice = Auf der Seite des Access Servers anmelden und das eigene Profil herunterladen.
lint-not-utf8 = Der Text ist nicht UTF-8 und wurde als Latin-1 gelesen; Namen mit Umlauten oder Akzenten sehen vielleicht falsch aus.
lint-out-of-bounds = Ein Wert liegt außerhalb dessen, was ein Profil enthalten darf: { $what }.
    .advice = Den Anbieter des Profils bitten, es zu prüfen.

## How a line is written

lint-missing-value = „{ $name }“ braucht einen Wert, der hier fehlt.
    .advice = Das Profil ist vielleicht eine unausgefüllte Vorlage. Den Anbieter um ein vollständiges bitten.
lint-bad-value = „{ $value }“ ergibt hier keinen Sinn.
    .advice = In einem Texteditor berichtigen oder den Anbieter des Profils fragen.
lint-extra-words = „{ $name }“ hat mehr Werte, als es annimmt.
    .advice = Gehören die Werte zusammen, sie in Anführungszeichen setzen; sonst entfernen, was zu viel ist.
lint-words-cut = Die Zeile hat mehr als 16 Wörter; der Rest entfällt.
lint-long-line = Die Zeile ist länger, als OpenVPN annimmt. Adit liest sie trotzdem.
lint-literal-backslash = Ein umgekehrter Schrägstrich gilt, wie er dasteht. OpenVPN selbst verlangt ihn doppelt.
lint-repeated = In Zeile { $line } steht es noch einmal, und das gilt.
lint-inline-marker = Das kündigt den Block weiter unten an.
lint-unknown-directive = „{ $name }“ kennt Adit nicht.
    .advice = Falls es unwichtig ist, die Zeile entfernen und das Profil erneut importieren.
lint-unknown-line = Die Direktive in dieser Zeile kennt Adit nicht. Die Zeile wird nicht gezeigt, weil sie Teil eines Passworts oder Schlüssels sein kann.
    .advice = Die Zeile in einem Texteditor ansehen. Falls sie unwichtig ist, sie entfernen und das Profil erneut importieren.
lint-misspelled-directive = Eine solche Direktive gibt es nicht. Ist „{ $suggestion }“ gemeint?
    .advice = Die Zeile in einem Texteditor berichtigen oder entfernen und das Profil erneut importieren.
lint-unknown-allowed = Adit kennt es nicht, und laut Profil darf es entfallen.
lint-optional-left-out = Laut Profil darf es entfallen.
lint-not-in-connection = „{ $name }“ gehört nicht in einen connection-Block.
    .advice = Die Zeile vor den Block setzen und das Profil erneut importieren.
lint-replaced-by-connections = Stattdessen werden die connection-Blöcke dieses Profils benutzt.

## What cannot be used

lint-tap-device = Das Profil verbindet ganze Netze als Brücke (tap). Adit legt geroutete Tunnel an (tun).
    .advice = Den Betreiber des Servers um ein „tun“-Profil bitten.
lint-server-only = „{ $name }“ ist für Server.
    .advice = Um das Profil eines Clients bitten.
lint-static-key-mode = Das Profil benutzt einen statischen Schlüssel statt Zertifikaten, was nicht mehr sicher ist.
    .advice = Den Betreiber des Servers um ein Profil mit Zertifikaten bitten.
lint-standalone-action = „{ $name }“ ist eine Aufgabe für das Programm openvpn, keine Einstellung.
    .advice = Die Zeile entfernen und das Profil erneut importieren.
lint-script = { $name ->
        [up] „up“ würde ein Programm ausführen, sobald die Tunnelschnittstelle da ist, meist für DNS oder Routen.
        [down] „down“ würde am Ende des Tunnels ein Programm ausführen, meist um zurückzunehmen, was „up“ gesetzt hat.
        [route-up] „route-up“ würde ein Programm ausführen, sobald die Routen gesetzt sind.
        [route-pre-down] „route-pre-down“ würde ein Programm ausführen, bevor die Routen verschwinden.
        [ipchange] „ipchange“ würde ein Programm ausführen, sobald sich die Adresse des Servers ändert.
        [dns-updown] „dns-updown“ würde ein Programm für DNS ausführen. Adit setzt DNS selbst.
        [iproute-script] „iproute-script“ würde für Adressen und Routen ein anderes Programm als das des Systems benutzen. Adit setzt sie selbst.
        [tls-verify] „tls-verify“ würde ein Programm über das Zertifikat des Servers urteilen lassen.
        [tls-export-cert] „tls-export-cert“ würde das Zertifikat des Servers für Programme in einen Ordner schreiben.
        [auth-user-pass-verify] „auth-user-pass-verify“ würde ein Programm über Passwörter urteilen lassen, was nur Server tun.
        [learn-address] „learn-address“ würde einem Programm von Clients berichten, die nur Server haben.
       *[other] „{ $name }“ würde ein vom Profil bestimmtes Programm ausführen.
    } Adit führt nie Programme eines Profils aus.
    .advice = { $name ->
        [up] Der Tunnel geht auch ohne, es sei denn, das Programm tut mehr als DNS und Routen setzen. Die Zeile weglassen und das Profil erneut importieren.
        [down] Der Tunnel geht auch ohne. Die Zeile weglassen und das Profil erneut importieren.
        [route-up] Der Tunnel geht auch ohne, es sei denn, das Programm setzt eigene Routen. Die Zeile weglassen und das Profil erneut importieren.
        [route-pre-down] Der Tunnel geht auch ohne. Die Zeile weglassen und das Profil erneut importieren.
        [ipchange] Der Tunnel geht auch ohne. Die Zeile weglassen und das Profil erneut importieren.
        [dns-updown] Der Tunnel geht auch ohne. Die Zeile weglassen und das Profil erneut importieren.
        [iproute-script] Der Tunnel geht auch ohne. Die Zeile weglassen und das Profil erneut importieren.
        [tls-verify] Ohne würde weniger geprüft, als das Profil verspricht. Um eines bitten, das selbst sagt, was das Programm prüft, etwa mit „verify-x509-name“.
       *[other] Geht der Tunnel auch ohne, die Zeile entfernen und das Profil erneut importieren.
    }
lint-plugin = Das Profil würde eine Bibliothek in den VPN-Client laden, die dort alles tun könnte, meist für Anmeldung oder DNS. Adit tut das nie.
    .advice = Der Tunnel geht auch ohne, es sei denn, die Anmeldung braucht sie. Die Zeile weglassen und das Profil erneut importieren.
lint-dns-helper = Das Skript für DNS wird nicht ausgeführt; Adit setzt DNS selbst.
lint-fragment = Das Profil teilt Pakete auf die Art von OpenVPN 1.
    .advice = Den Anbieter um eines mit „fragment“ und einer Größe bitten, oder ohne.
lint-no-encryption = Mit diesem Verfahren wäre im Tunnel nichts verschlüsselt.
    .advice = Den Betreiber bitten, AES-256-GCM zu benutzen, und um ein passendes Profil.
lint-http-proxy-needs-tcp = Dieser Server benutzt UDP, das ein HTTP-Proxy nicht überträgt.
    .advice = Den Anbieter nach einem TCP-Server fragen oder http-proxy entfernen.
lint-udp-behind-http-proxy = Dieser Server entfällt: Er benutzt UDP, das ein HTTP-Proxy nicht überträgt.
lint-two-proxies = Das Profil nennt für einen Server einen HTTP- und einen SOCKS-Proxy, und nur einer davon kann auf dem Weg liegen.
    .advice = Die Zeile des Proxys entfernen, der nicht benutzt wird.
lint-proxy-ntlm = Das Profil meldet sich bei seinem Proxy mit NTLM an, das nicht mehr sicher ist und das Adit nicht hat.
    .advice = Den Betreiber des Proxys um Basic oder Digest bitten.
lint-bad-proxy-login = Hier werden ein Benutzername und ein Passwort in zwei Zeilen erwartet.
lint-external-key = Der private Schlüssel liegt auf einer Chipkarte oder bei einem anderen Programm, wo Adit ihn noch nicht benutzen kann.
    .advice = Um ein Profil bitten, das den Schlüssel enthält.
lint-revocation-folder = Widerrufene Zertifikate stehen in einem Ordner, den Adit nicht liest.
    .advice = Um die Liste als eine Datei bitten („crl-verify“ ohne „dir“).
lint-tls-remote = „tls-remote“ prüft den Namen des Servers auf eine Art, die OpenVPN aufgegeben hat.
    .advice = Durch „verify-x509-name“ mit dem Namen des Servers ersetzen und das Profil erneut importieren.
lint-scramble = Die Pakete sind mit „scramble“ getarnt, was nur Server und Clients mit einem eigenen Patch können.
    .advice = Den Betreiber um eine Verbindung ohne das bitten oder den Client des Anbieters benutzen.
lint-tls-too-old = Das Profil erlaubt nichts über TLS { $version }, das nicht mehr sicher ist.
    .advice = Den Betreiber des Servers bitten, TLS 1.2 oder neuer zu erlauben.
lint-key-method-one = Das Profil tauscht Schlüssel auf eine Art aus, die OpenVPN aufgegeben hat.
    .advice = Den Betreiber des Servers um ein aktuelles Profil bitten.
lint-not-supported = „{ $name }“ kann Adit nicht, und ohne das wäre der Tunnel nicht, was das Profil verspricht.
    .advice = Den Anbieter fragen, ob das Profil darauf verzichten kann.
lint-unsupported-digest = Das Profil braucht das Prüfsummenverfahren { $digest }, das Adit nicht hat.
    .advice = Den Betreiber um „auth SHA256“ bitten und um ein passendes Profil.
lint-cipher-fixed = Das Profil besteht auf { $cipher }, das nicht mehr sicher ist.
    .advice = Den Betreiber bitten, AES-256-GCM in „data-ciphers“ zu erlauben, und um ein passendes Profil.

## The environment of the profile

lint-overlaps-local = Das Profil leitet { $route } durch den Tunnel, und dieser Computer ist in { $network }. Geräte in der Nähe sind während der Verbindung vielleicht nicht erreichbar.
    .advice = Werden sie gebraucht, hier ein anderes Netz benutzen oder den Betreiber bitten, die Route zu ändern.

## Servers and files

lint-placeholder-server = „{ $value }“ steht, wo die Adresse des Servers stehen sollte.
    .advice = Die Adresse des Servers an diese Stelle setzen.
lint-needs-file = Die Datei „{ $name }“ wird gebraucht und liegt nicht neben dem Profil.
    .advice = In den Ordner des Profils legen.
lint-needs-file-elsewhere = Die Datei „{ $name }“ wird gebraucht, und Adit sieht nur im Ordner des Profils nach.
    .advice = Dorthin legen und in dieser Zeile ihren Namen ohne Ordner schreiben.
lint-file-too-large = Die Datei „{ $name }“ ist zu groß für das, was sie sein sollte.
    .advice = Die richtige in den Ordner des Profils legen.
lint-file-unreadable = Die Datei „{ $name }“ kann nicht gelesen werden.
    .advice = Ihre Zugriffsrechte prüfen.
lint-password-file = Das Fenster liest „{ $name }“ nicht und fragt stattdessen; „aditctl connect“ liest sie, wenn sie im Ordner des Profils liegt.
lint-no-certificate = Hier ist kein Zertifikat.
    .advice = Erwartet wird ein Text von „BEGIN CERTIFICATE“ bis „END CERTIFICATE“. Den Anbieter des Profils fragen.
lint-bad-certificate = Das Zertifikat ist beschädigt.
    .advice = Das Profil erneut herunterladen oder kopieren.
lint-weak-certificate = Das Zertifikat ist von einer alten Art ({ $weakness }), die vielleicht nicht akzeptiert wird.
    .advice = Den Betreiber des Servers um ein neues bitten.
lint-certificate-expired = Das Zertifikat ist { $days ->
        [0] heute
        [1] gestern
       *[other] vor { $days } Tagen
    } abgelaufen, am { DATE($not_after) }.
    .advice = Der Server wird es nicht akzeptieren. Den Anbieter des Profils um ein neues bitten.
lint-certificate-expiring = Das Zertifikat läuft am { DATE($not_after) } ab{ $days ->
        [0] { "" }, heute
        [1] { "" }, morgen
       *[other] { "" }, in { $days } Tagen
    }.
    .advice = Den Anbieter des Profils vorher um ein neues bitten.
lint-authority-expired = Die Zertifizierungsstelle, die für den Server bürgt, ist { $days ->
        [0] heute
        [1] gestern
       *[other] vor { $days } Tagen
    } abgelaufen, am { DATE($not_after) }.
    .advice = Dem Server wird nicht vertraut werden. Den Betreiber um ein neues Profil bitten.
lint-certificate-not-yet-valid = Das Zertifikat gilt erst ab { DATE($not_before) }.
    .advice = Ist dieser Tag schon gekommen, die Uhr dieses Computers stellen.
lint-bad-private-key = Hier ist kein verwendbarer privater Schlüssel.
    .advice = Erwartet wird ein Text von „BEGIN PRIVATE KEY“ bis „END PRIVATE KEY“. Den Anbieter des Profils fragen.
lint-bad-container = Hier ist kein verwendbarer PKCS#12-Container.
    .advice = Erwartet wird eine Datei, die auf .p12 oder .pfx endet. Den Anbieter des Profils fragen.
lint-unsupported-lock = Gesperrt ist es auf eine Art, die Adit nicht kennt ({ $scheme }).
    .advice = Den Anbieter um eines bitten, das mit AES verschlüsselt ist.
lint-several-identities = Das Profil hat einen PKCS#12-Container und daneben noch ein Zertifikat oder einen Schlüssel.
    .advice = Den Anbieter fragen, was davon gilt, und das andere entfernen.
lint-short-client-key = Der Schlüssel dieses Zertifikats hat { $bits } Bit, zu wenig, um sicher zu sein; Adit signiert damit nicht.
    .advice = Den Anbieter um ein neues Zertifikat mit einem RSA-Schlüssel von mindestens 2048 Bit bitten.
lint-key-of-another = Der private Schlüssel gehört nicht zu diesem Zertifikat.
    .advice = Den Anbieter um den Schlüssel dieses Zertifikats bitten oder um beides neu.
lint-unsupported-certificate = Dieses Zertifikat hat einen Schlüssel der Art { $algorithm }, mit dem sich Adit nicht anmelden kann.
    .advice = Den Anbieter um ein Zertifikat mit einem RSA-, ECDSA- (P-256) oder Ed25519-Schlüssel bitten.
lint-unsupported-authority = Die Zertifizierungsstelle hat einen Schlüssel der Art { $algorithm }, den Adit nicht prüfen kann. Servern, für die sie bürgt, kann nicht vertraut werden.
    .advice = Den Betreiber um eine Zertifizierungsstelle mit einem RSA-, ECDSA- oder Ed25519-Schlüssel bitten.
lint-unsupported-private-key = Diese Art privater Schlüssel ({ $algorithm }) ist nicht mehr sicher.
    .advice = Den Anbieter um einen RSA- oder EC-Schlüssel bitten.
lint-bad-static-key = Der statische Schlüssel ist beschädigt.
    .advice = Erwartet werden 512 hexadezimale Ziffern. Das Profil erneut herunterladen oder kopieren.
lint-bad-tls-crypt-v2-key = Der tls-crypt-v2-Schlüssel ist beschädigt oder der des Servers.
    .advice = Das Profil erneut herunterladen oder kopieren.
lint-bad-fingerprint = „{ $value }“ ist kein Fingerabdruck.
    .advice = Erwartet werden Paare hexadezimaler Ziffern mit Doppelpunkten dazwischen. Den Anbieter des Profils fragen.
lint-bad-revocation-list = Die Liste widerrufener Zertifikate ist beschädigt.
    .advice = Den Anbieter um eine aktuelle bitten.
lint-bad-login-block = Hier ist kein Benutzername.
    .advice = Im Block steht in der ersten Zeile der Benutzername, in der zweiten das Passwort.

## Used, with a warning

lint-fallback-cipher = { $cipher } wird nur benutzt, wenn der Server kein besseres Verfahren vereinbaren kann.
lint-unsupported-cipher = { $cipher } hat Adit nicht. Es geht, wenn der Server ein anderes Verfahren vereinbaren kann.
    .advice = Kann er das nicht, den Betreiber bitten, „data-ciphers“ um AES-256-GCM zu ergänzen.
lint-ciphers-left-out = { $ciphers } hat Adit nicht; die anderen werden angeboten.
lint-no-aead-cipher = Alle Verfahren in dieser Liste sind von alter Art. Sie gehen, aber langsamer.
lint-negotiation-off = Das Profil verbietet, ein besseres Verfahren zu vereinbaren. Adit tut es trotzdem.
lint-compression-framing = Adit komprimiert nie, denn das kann den Inhalt des Tunnels verraten. Pakete sehen aus, wie der Server sie erwartet, und was er komprimiert, wird gelesen.
lint-compression-read = Adit liest, was der Server komprimiert, und komprimiert selbst nichts. Was der Server komprimiert, kann seinen Inhalt dennoch verraten.
    .advice = Den Betreiber bitten, die Komprimierung abzuschalten, dann diese Zeile entfernen.
lint-digest-not-used = Das Prüfsummenverfahren { $digest } hat Adit nicht. Es ist nicht nötig: Die angebotenen Verschlüsselungen kommen ohne aus.
lint-domains-without-server = Der DNS-Server { $number } hat Domänen und keine Adresse, also kann niemand nach ihnen gefragt werden.
    .advice = Den Anbieter um die Adresse des DNS-Servers bitten.
lint-cbc-without-digest = Mit „auth none“ könnten Pakete unter AES-CBC unterwegs verändert werden. Adit benutzt AES-CBC so nicht.
    .advice = Ist der Server nicht erreichbar, den Betreiber um AES-256-GCM oder „auth SHA256“ bitten.
lint-no-shared-suite = Davon hat Adit keine; es bietet eigene an, die stärker sind.
    .advice = Ist der Server nicht erreichbar, den Betreiber bitten, ECDHE-Suites oder TLS 1.3 zu erlauben.
lint-weak-accepted = Das Profil akzeptiert Zertifikate einer alten, schwächeren Art.
    .advice = Den Betreiber des Servers fragen, ob das noch nötig ist.
lint-ns-cert-type = Der Server wird auf eine alte Art geprüft.
    .advice = Den Anbieter um ein Profil mit „remote-cert-tls server“ bitten.
lint-route-by-name = Die Route zu „{ $value }“ entfällt: Adit nimmt Routen nur mit Adresse an.
    .advice = Dort die Adresse eintragen, wenn dieser Datenverkehr durch den Tunnel muss.
lint-unusable-address = „{ $value }“ entfällt: Das ist kein Ort, zu dem ein Tunnel führen kann.
lint-too-many-values = Das entfällt: Adit nimmt davon { $limit } an, und das Profil hat mehr.
lint-value-left-out = „{ $value }“ ergibt hier keinen Sinn und entfällt.
lint-partly-used = „{ $value }“ entfällt; der Rest der Zeile wird benutzt.
lint-not-honoured = „{ $name }“ macht Adit nicht. Der Tunnel geht auch ohne.
lint-push-only = „{ $name }“ kommt von Servern und entfällt hier.
lint-own-control = „{ $name }“ betrifft das Programm openvpn. Adit hat eigene Wege.
lint-own-log-file = „{ $name }“ wird nicht geschrieben; Adit führt ein eigenes Protokoll.
lint-own-dns-protection = Adit hält DNS selbst im Tunnel.

## Ignored

lint-own-log = Adit hat ein eigenes Protokoll.
lint-own-rights = Adits Hilfsdienst läuft ohnehin mit den geringsten Rechten.
lint-always-so = Adit tut das ohnehin.
lint-other-platform = Das ist für ein anderes System.
lint-obsolete = Auch in OpenVPN hat das keine Wirkung.
lint-tuning = Adit stellt sich selbst ein.
lint-for-scripts = Das ist für Skripte, die Adit nicht ausführt.
lint-for-other-programs = Das ist für andere Programme.

## Fixes: what is done, and why

fix-cipher-list = Moderne Verfahren anbieten, und { $name } nur als letzten Ausweg
    .advice = „cipher“ stammt aus der Zeit, bevor Client und Server ein Verfahren vereinbarten. OpenVPN selbst verlangt heute eine Liste.
fix-modern-ciphers = Moderne Verfahren statt des alten anbieten
    .advice = Das Verfahren in dieser Zeile ist nicht mehr sicher. Server der letzten Jahre vereinbaren ein besseres.
fix-negotiate = Client und Server ein Verfahren vereinbaren lassen
    .advice = OpenVPN hat „ncp-disable“ aufgegeben, und Adit vereinbart in jedem Fall das beste Verfahren.
fix-data-ciphers = Den heutigen Namen der Liste benutzen (data-ciphers)
    .advice = OpenVPN hat „ncp-ciphers“ in „data-ciphers“ umbenannt.
fix-server-name = Den Namen des Servers auf die heutige Art prüfen (verify-x509-name)
    .advice = OpenVPN hat „tls-remote“ aufgegeben. „verify-x509-name“ vergleicht denselben Namen.
fix-server-usage = Auf die heutige Art prüfen, ob es wirklich ein Server ist (remote-cert-tls)
    .advice = „ns-cert-type“ achtet auf ein Merkmal, das neue Zertifikate nicht haben. „remote-cert-tls“ achtet auf das, das sie haben.
fix-check-server = Prüfen, ob es wirklich ein Server ist (remote-cert-tls)
    .advice = Ohne das könnte sich jeder mit einem Zertifikat derselben Stelle als der Server ausgeben.
fix-dns-helper = Die Skripte für DNS weglassen
    .advice = Adit setzt DNS selbst und nimmt es am Ende des Tunnels zurück.
fix-leave-out-script = „{ $name }“ weglassen
    .advice = Adit führt nie Programme eines Profils aus. Die meisten Tunnel gehen auch ohne; was das Programm sonst täte, geschieht dann nicht.
fix-key-direction = Die Hälfte des Clients vom tls-auth-Schlüssel benutzen
    .advice = Die meisten Server benutzen die Hälften dieses Schlüssels in verschiedenen Richtungen, und das Profil sagt nicht, welche gilt.
fix-obsolete = „{ $name }“ weglassen
    .advice = Auch in OpenVPN hat es keine Wirkung, und manche Versionen brechen daran ab.
fix-no-compression = Ausdrücklich sagen, dass nichts komprimiert wird
    .advice = Pakete sehen weiterhin aus, wie der Server sie erwartet. Komprimierung kann den Inhalt des Tunnels verraten.
fix-spelling = So schreiben wie OpenVPN
    .advice = OpenVPN kennt dieses Wort nur in Kleinbuchstaben.
fix-extra-words = Weglassen, was „{ $name }“ nicht annimmt
    .advice = OpenVPN bricht bei einer Zeile mit mehr Werten ab, als es kennt.
fix-misspelled = Den Namen der Direktive berichtigen
    .advice = „{ $name }“ ist wohl ein Tippfehler.
fix-backslash = Umgekehrte Schrägstriche so schreiben, wie OpenVPN sie liest
    .advice = OpenVPN verlangt jeden davon doppelt.
fix-tls-cipher = Die Liste alter TLS-Suites weglassen
    .advice = Adit hat keine davon und bietet eigene an, die stärker sind.
fix-ask-for-password = Nach dem Passwort fragen, statt eine Datei zu nennen
    .advice = Adit liest keine Dateien mit Passwörtern; es fragt danach und speichert das Passwort auf Wunsch im Schlüsselbund.
fix-client = Sagen, dass das das Profil eines Clients ist
    .advice = Das Profil nennt einen Server und eine Zertifizierungsstelle, sagt aber nicht, dass es seine Einstellungen vom Server nimmt.
