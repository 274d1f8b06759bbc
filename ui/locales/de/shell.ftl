# Texts that the window, the tray and the notifications share. Failures are in failures.ftl, reports on profiles in lint.ftl.

## State

state-disconnected = Getrennt
state-connecting = Wird verbunden
state-other-network = In diesem Netz aus
state-connected = Verbunden
state-reconnecting = Wird neu verbunden
state-disconnecting = Wird getrennt
state-offline = Offline
state-waiting = Wartet
state-failed = Nicht verbunden
state-blocked = Zurückgehalten
state-asking = Eingabe nötig
state-unknown = Unbekannt

sentence-disconnected = { $name } ist aus. Nichts geht hindurch.
sentence-disconnected-held = Kein Datenverkehr geht hinaus, bis { $name } oder ein anderer Tunnel verbunden ist.
sentence-preparing = { $name } wird geöffnet. Eventuell muss der Schlüsselbund entsperrt werden.
sentence-resolving = Die Adresse von { $host } wird gesucht.
sentence-contacting = { $host }, { $transport } { $port }, wird kontaktiert.
sentence-securing = Es wird geprüft, ob das { $host } ist.
sentence-authenticating = Anmeldung bei { $host } läuft.
sentence-configuring = Der Tunnel wird eingerichtet.
sentence-connecting = Ein Server wird gesucht.
sentence-asking = { $name } wartet auf eine Antwort.
sentence-all-traffic = Der gesamte Datenverkehr geht durch { $name }.
sentence-all-traffic-ipv4 = Der gesamte IPv4-Verkehr geht durch { $name }.
sentence-all-traffic-ipv6-held = Der gesamte Datenverkehr geht durch { $name }; IPv6, das dieser Tunnel nicht überträgt, wird zurückgehalten.
sentence-some-traffic = { $count ->
    [one] Nur ein Netz geht durch { $name }.
   *[other] Nur { $count } Netze gehen durch { $name }.
}
sentence-no-traffic = Nur das eigene Netz des Tunnels geht durch { $name }.
sentence-reconnecting = Die Verbindung ist abgebrochen. Datenverkehr für { $name } wird zurückgehalten, bis sie wieder steht.
sentence-still-trying = { $count } Versuche sind fehlgeschlagen. Adit macht weiter, bis { $name } verbunden ist oder abgebrochen wird.
sentence-still-reconnecting = { $count } Versuche sind fehlgeschlagen. Datenverkehr für { $name } wird zurückgehalten; Trennen gibt ihn frei.
sentence-disconnecting = Das Netzwerk wird in den vorherigen Zustand versetzt.
sentence-failed = { $name } konnte nicht verbunden werden.
sentence-blocked = Datenverkehr für { $name } wird zurückgehalten. Trennen gibt ihn frei.
sentence-unknown = Ohne Hilfsdienst weiß Adit das nicht.

## Waiting

waiting-next-try = { $seconds ->
    [0] Nächster Versuch jetzt: { $plan }.
   *[other] Nächster Versuch in { $seconds } s: { $plan }.
}
waiting-for-next-try = Wartet auf den nächsten Versuch: { $plan }.
waiting-plan = { $host } über { $transport } ({ $try })
waiting-try-number = { $number ->
    [1] erster Versuch
    [2] zweiter Versuch
    [3] dritter Versuch
   *[other] Versuch { $number }
}
waiting-no-carrier = Offline: kein Netzwerk. Geht von selbst weiter, sobald es eines gibt.
waiting-no-address = Offline: Das Netzwerk hat diesem Computer noch keine Adresse gegeben. Geht danach von selbst weiter.
waiting-no-route = Offline: Dieses Netzwerk führt nicht zum Server. Geht von selbst weiter, sobald eines dorthin führt.
waiting-not-here = In dem Netz, in dem dieser Computer ist, wird diese Verbindung nicht benutzt. Anderswo wird wieder verbunden.
waiting-only-elsewhere = Wird nur in einem bestimmten Netz benutzt, und dies ist ein anderes. Dort wird verbunden.
waiting-sign-in = Dieses Netz verlangt zuerst eine Anmeldung. Geht danach von selbst weiter.

## Steps

step-resolving = Suche
step-contacting = Kontakt
step-securing = Prüfung
step-authenticating = Anmeldung
step-configuring = Einrichtung

chain-helper = Hilfsdienst
chain-helper-holds = Läuft
chain-helper-broken = Läuft nicht
chain-helper-refused = Erlaubt es nicht
chain-network = Netzwerk
chain-network-holds = Verbunden
chain-network-broken = Nicht verbunden
chain-network-signs-in = Verlangt eine Anmeldung
chain-names = Name des Servers
chain-names-holds = Gefunden
chain-names-broken = Nicht gefunden
chain-names-silent = Namensserver antworten nicht
chain-server = Server
chain-server-holds = Antwortet
chain-server-silent = Keine Antwort
chain-server-lost = Antwortet nicht mehr
chain-server-proxy = Durch den Proxy nicht erreichbar
chain-server-untrusted = Konnte nicht beweisen, dass er der richtige ist
chain-server-other = Antwortet anders, als dieses Profil erwartet
chain-sign-in = Anmeldung
chain-sign-in-holds = Angenommen
chain-sign-in-broken = Nicht angenommen
chain-computer = Einrichtung
chain-computer-holds = Erledigt
chain-computer-broken = Auf diesem Computer nicht möglich
chain-computer-options = Was der Server verlangt, passt nicht
chain-computer-clock = Die Uhr dieses Computers geht falsch
chain-unknown = Noch nicht versucht

## Profiles

servers-many = { $count ->
    [one] Ein Server
   *[other] { $count } Server
}
sign-in-certificate = Zertifikat
sign-in-password = Passwort
sign-in-both = Zertifikat und Passwort
sign-in-browser = Browser
sign-in-certificate-browser = Zertifikat und Browser
sign-in-none = Keine Anmeldung
details-all-traffic = Gesamter Datenverkehr
details-all-ipv4 = Gesamter IPv4-Verkehr
details-all-ipv6 = Gesamter IPv6-Verkehr
details-server-value = { $host }, { $transport } { $port }
details-server-address-value = { $host } ({ $address }), { $transport } { $port }
other-user = Benutzer { $uid }
other-connection = Eine Verbindung

## Keychain and storage

keychain-missing = Auf diesem Desktop antwortet kein Schlüsselbund.
    .advice = Profile und Passwörter bleiben nur im Arbeitsspeicher, bis Adit beendet wird. Ein Schlüsselbund wie GNOME Keyring oder KWallet bewahrt sie auf.
network-sign-in = Dieses Netz verlangt zuerst eine Anmeldung.
    .advice = Die Seite öffnen und anmelden; Adit verbindet sich dann von selbst. Solange Datenverkehr zurückgehalten wird, erreicht der Browser die Seite höchstens fünf Minuten lang.
network-no-server = Das ist keine Adresse eines Servers.
    .advice = Eine Adresse wie 192.168.1.1 angeben, mit Port, falls es nicht 443 ist.
keychain-locked = Der Schlüsselbund blieb gesperrt.
    .advice = Entsperren und erneut versuchen. Bis dahin bleiben Profile und Passwörter nur im Arbeitsspeicher.
keychain-profile = { $name } ist versiegelt; der Schlüssel dazu liegt im Schlüsselbund.
    .advice = Schlüsselbund starten und entsperren, dann erneut versuchen. Ist der Schlüssel verloren, das Profil neu importieren.
profile-sealed = { $name } lässt sich mit dem Schlüssel im Schlüsselbund nicht öffnen.
    .advice = Das Profil neu importieren.
profile-damaged = { $count ->
    [one] Ein gespeichertes Profil kann nicht gelesen werden.
   *[other] { $count } gespeicherte Profile können nicht gelesen werden.
}
    .advice = { $count ->
    [one] Es bleibt, wo es ist. Neu importieren oder woandershin verschieben.
   *[other] Sie bleiben, wo sie sind. Neu importieren oder woandershin verschieben.
}
profile-not-written = { $name } konnte nicht gespeichert werden.
    .advice = Es bleibt im Arbeitsspeicher, bis Adit beendet wird. Freien Speicherplatz und Rechte des Ordners prüfen.
arrangement-not-written = Favoriten und Gruppen konnten nicht gespeichert werden.
    .advice = Sie gelten, bis Adit beendet wird. Freien Speicherplatz und Rechte des Ordners prüfen.
arrangement-damaged = Favoriten und Gruppen können nicht gelesen werden.
    .advice = Alle Profile sind da. Die beschädigte Datei liegt noch daneben.
groups-too-many = Es gibt 1000 Gruppen, mehr werden nicht aufbewahrt.
    .advice = Die Profile in eine davon aufnehmen.
group-name-taken = Eine andere Gruppe heißt { $name }.
    .advice = Einen anderen Namen eingeben.
group-unknown = Diese Gruppe gibt es nicht.
profile-unknown = Dieses Profil gibt es nicht.
    .advice = Es wurde vielleicht entfernt. Ein anderes auswählen.
name-empty = Ein Profil braucht einen Namen.
    .advice = Einen Namen eingeben.
prompt-incomplete = In diesem Formular fehlt etwas.
    .advice = Fehlendes ausfüllen und erneut versuchen.
prompt-over = Diese Frage wird nicht mehr gestellt.
    .advice = Erneut verbinden, um noch einmal gefragt zu werden.
browser-signed-in = Die Anmeldung war erfolgreich.
    .advice = Diese Seite kann geschlossen werden. Adit stellt die Verbindung her.
browser-port-taken = Die Anmeldung kann nicht aus dem Browser zurückkommen: Port { $port } dieses Computers ist belegt.
    .advice = Die andere Anmeldung, die auf den Browser wartet, abschließen oder abbrechen, oder das andere VPN-Programm schließen; dann den Browser erneut öffnen.
guide-missing = Die Anleitung ist auf diesem Computer nicht vorhanden.
    .advice = Sie gehört zu Adits Paket. Im Quelltext ist es docs/guide.md.
guide-not-opened = Die Anleitung konnte nicht geöffnet werden.
    .advice = Kein Programm öffnet hier solche Dateien. Sie liegt in /usr/share/doc/adit.
browser-not-opened = Der Browser konnte nicht geöffnet werden.
    .advice = Den Link kopieren und selbst in einem Browser öffnen.
link-not-secure = Der Server hat einen Link geschickt, der keine https-Adresse ist.
    .advice = Beim Anbieter des Profils nachfragen. Adit öffnet solche Links nicht.

## Import

import-not-file = Das ist weder eine Datei noch ein Ordner.
    .advice = Ein Profil, ein Archiv oder einen Ordner mit Profilen auswählen.
import-not-found = Die Datei ist nicht vorhanden.
    .advice = Erneut auswählen.
import-unreadable = Die Datei kann nicht gelesen werden.
    .advice = Ihre Zugriffsrechte prüfen, dann erneut auswählen.
import-too-large = Das ist zu groß für ein Profil.
    .advice = Die .ovpn-Datei selbst auswählen. Ein Profil hat höchstens { $limit } KB.
import-nothing-inside = Darin ist kein Profil.
    .advice = Adit sucht nach Dateien mit den Endungen .ovpn, .conf, .tblk und .mobileconfig. Den Anbieter fragen, welche Datei das Profil ist.
import-archive-damaged = Das Archiv kann nicht entpackt werden.
    .advice = Es ist vielleicht unvollständig oder kein Archiv. Erneut herunterladen.
import-archive-large = In diesem Archiv ist weit mehr als nur Profile.
    .advice = Selbst entpacken und die Profile darin importieren.
import-archive-escape = Dieses Archiv würde außerhalb seines eigenen Ordners schreiben; Adit öffnet es deshalb nicht.
    .advice = Den Anbieter um ein anderes bitten.
import-archive-locked = Das Archiv ist mit einem Passwort geschützt.
    .advice = Selbst entpacken, dann den Ordner importieren.
import-archive-unsupported = Das Archiv ist auf eine Weise gepackt, die Adit nicht kennt.
    .advice = Selbst entpacken, dann den Ordner importieren.
import-mobileconfig-unreadable = Das Konfigurationsprofil kann nicht gelesen werden.
    .advice = Den Anbieter um eine Fassung als XML oder um eine .ovpn-Datei bitten.
import-mobileconfig-encrypted = Das Konfigurationsprofil ist für ein bestimmtes Gerät verschlüsselt.
    .advice = Den Anbieter um eine .ovpn-Datei bitten.
import-mobileconfig-other = In diesem Konfigurationsprofil ist kein OpenVPN-Profil.
    .advice = Den Anbieter um eine .ovpn-Datei bitten.
import-too-many = Zu viele Profile auf einmal.
    .advice = Höchstens { $limit } auf einmal importieren.
import-over = Dieser Import ist vorbei.
    .advice = Erneut importieren.
import-skipped-file = Keine dieser Dateien fehlt.
    .advice = Die Dateien auswählen, die auf der Seite genannt sind.

import-side-large = Diese Datei ist zu groß, um zu einem Profil zu gehören.
    .advice = Das Zertifikat oder den Schlüssel selbst auswählen. Erlaubt sind höchstens { $limit } KB.

import-ready = Bereit zum Importieren.
import-ready-warnings = Bereit zum Importieren. Dazu gibt es Hinweise.
import-expired = { $said }
    .advice = Importieren geht, verbinden nicht.
import-fixable = Dieses Profil ist so nicht verwendbar.
    .advice = Adit kann es reparieren: siehe die Vorschläge unten.
import-refused = Dieses Profil ist nicht verwendbar.
    .advice = Die Zeilen unten zeigen, warum. Den Anbieter um ein anderes bitten.
import-needs-file = { $count ->
    [one] Dieses Profil braucht eine Datei, die nicht daneben liegt.
   *[other] Dieses Profil braucht { $count } Dateien, die nicht daneben liegen.
}
    .advice = Zum Fortfahren { $file } auswählen.
import-needs-address = In diesem Profil steht ein Platzhalter anstelle der Serveradresse.
    .advice = Die Adresse anstelle von „{ $placeholder }“ in Zeile { NUMBER($line, useGrouping: "false") } eingeben.
import-package-scripts = Das Paket bringt Programme mit, die Tunnelblick ausführen würde: { $scripts }. Adit führt keines davon aus.
import-identity-elsewhere = Zertifikat und Schlüssel stehen in einem anderen Teil des Konfigurationsprofils. Falls die Anmeldung fehlschlägt, den Anbieter um eine .ovpn-Datei bitten.
import-redirected = Es kam von { $host }, wohin der Link führte.
import-more-servers = und { $count } weitere

import-sign-in-both = Anmeldung mit dem Zertifikat in diesem Profil sowie mit Benutzername und Passwort.
import-sign-in-certificate = Anmeldung mit dem Zertifikat in diesem Profil.
import-sign-in-password = Anmeldung mit Benutzername und Passwort.
import-sign-in-browser = Anmeldung im Browser.
import-sign-in-certificate-browser = Anmeldung mit dem Zertifikat in diesem Profil und im Browser.
import-sign-in-none = Dieses Profil nennt keine Art der Anmeldung.
import-sign-in-user = Der Benutzername ist { $user }.
import-sign-in-passphrase = Für den Schlüssel ist eine Passphrase nötig.
import-sign-in-challenge = Der Server stellt jedes Mal eine weitere Frage.
import-traffic-server = Der Server bestimmt, was durch den Tunnel geht.
import-traffic-everything = Der gesamte Datenverkehr geht durch den Tunnel.
import-traffic-nothing = Nur das eigene Netz des Tunnels geht hindurch, egal was der Server sagt.
import-traffic-only = Nur { $routes } { $count ->
    [one] geht
   *[other] gehen
} durch den Tunnel, egal was der Server sagt.
import-traffic-routes = { $routes } { $count ->
    [one] geht
   *[other] gehen
} durch den Tunnel, dazu was der Server hinzufügt.
import-dns-server = Der Server bestimmt, welche DNS-Server antworten.
import-dns = { $servers } beantworten DNS-Anfragen, sofern der Server keine anderen nennt.

## Links

import-link-asks = Adit soll ein Profil von { $host } abrufen.
    .advice = Nur fortfahren, wenn { $host } bekannt und das so gewollt ist.
import-need-fetch = Profil von { $host } abrufen
import-link-signs-in = { $host } gibt Profile nach einer Anmeldung im Browser heraus.
    .advice = Dort anmelden. Was dann heruntergeladen wird, öffnet sich in Adit.
import-need-browser = { $host } im Browser öffnen
import-link-long = Dieser Link ist zu lang.
    .advice = Das Profil im Browser herunterladen, dann die Datei importieren.
import-link-not-secure = Adit ruft Profile nur über https ab.
    .advice = Den Anbieter um einen Link bitten, der mit https:// beginnt.
import-link-malformed = Diesem Link kann Adit nicht folgen.
    .advice = Erneut kopieren oder das Profil im Browser herunterladen und die Datei importieren.
import-link-credentials = In diesem Link steht ein Benutzername oder Passwort.
    .advice = Das Profil im Browser herunterladen, dann die Datei importieren.
import-link-local = Dieser Link führt zum eigenen Computer oder Netz, was ein Link nicht darf.
    .advice = Falls das gewollt ist, das Profil im Browser herunterladen und die Datei importieren.
import-fetch-no-address = Es gibt keinen Server namens { $host }.
    .advice = Link und Netzwerk prüfen, dann erneut versuchen.
import-fetch-unreachable = { $host } war nicht erreichbar oder konnte nicht beweisen, dass es { $host } ist.
    .advice = Das Netzwerk prüfen, dann erneut versuchen. Stammt das Zertifikat nicht von einer bekannten Stelle, das Profil im Browser herunterladen.
import-fetch-status = { $host } gibt dieses Profil nicht heraus.
    .advice = Der Link gilt vielleicht nur einmal oder ist zu alt. Um einen neuen bitten.
import-fetch-redirects = { $host } leitet endlos von einer Adresse zur nächsten weiter.
    .advice = Das Profil im Browser herunterladen, dann die Datei importieren.
import-fetch-no-profile = Was { $host } geschickt hat, ist kein Profil.
    .advice = Der Link führt vielleicht zu einer Anmeldeseite. Das Profil im Browser herunterladen, dann die Datei importieren.
import-fetch-no-sign-in = { $host } gibt Profile nur auf der Webseite heraus.
    .advice = Dort im Browser anmelden, das Profil herunterladen, dann die Datei importieren.
import-fetch-slow = { $host } hat zu lange gebraucht.
    .advice = Das Netzwerk prüfen, dann erneut versuchen.

import-temporary = { $name } bleibt nur im Arbeitsspeicher, weil kein Schlüsselbund zum Versiegeln da ist.
    .advice = Ein Schlüsselbund wie GNOME Keyring oder KWallet bewahrt es auf.

import-temporary-many = { $count } Profile bleiben nur im Arbeitsspeicher, weil kein Schlüsselbund zum Versiegeln da ist.
    .advice = Ein Schlüsselbund wie GNOME Keyring oder KWallet bewahrt sie auf.

## Editor

edit-closed = Dieses Profil ist nicht zum Bearbeiten geöffnet.
    .advice = Erneut öffnen.
edit-no-text = Dieses Profil lässt sich nicht als Text schreiben.
    .advice = Zum Ändern neu importieren.
edit-mark = Eine Zeile, die für einen Schlüssel oder ein Passwort steht, wurde geändert.
    .advice = In Zeile { NUMBER($line, useGrouping: "false") } den alten Zustand herstellen oder die Zeile löschen.
edit-refused = So kann das Profil nicht gespeichert werden.
    .advice = Die Zeilen unten zeigen, warum.
edit-form = { $value } kann nicht in das Profil geschrieben werden.
edit-form-empty = Das kann nicht in das Profil geschrieben werden.
edit-next-time = { $name } ist noch mit dem alten Stand verbunden. Die Änderung gilt ab der nächsten Verbindung.
    .advice = Trennen und neu verbinden, damit sie sofort gilt.
export-title = { $name } speichern. Die Datei enthält die Schlüssel: nicht weitergeben.
export-failed = Die Datei konnte nicht geschrieben werden.
    .advice = Einen anderen Ordner auswählen oder den freien Speicherplatz prüfen.
duplicate-name = { $name } Kopie

## Tray

tray-title = Adit
tray-none = Noch keine Profile
tray-helper = Hilfsdienst läuft nicht
tray-profile = { $name }: { $state }
tray-several = { $count } Verbindungen
tray-left-out = { $count ->
    [one] Ein weiteres im Fenster …
   *[other] { $count } weitere im Fenster …
}
tray-let-out = Datenverkehr freigeben
tray-open = Adit öffnen
tray-quit = Beenden

## Notifications

notify-connected = Verbunden mit { $name }
notify-ended = { $name } wurde getrennt
notify-failed = { $name } konnte nicht verbunden werden
notify-blocked = { $name } braucht eine Entscheidung
notify-reconnecting = { $name } hat die Verbindung verloren
notify-asking = { $name } wartet auf eine Antwort
    .advice = Adit öffnen, um zu antworten.
notify-background = Adit läuft im Hintergrund weiter
    .advice = Adit erneut öffnen, um das Fenster zu sehen. „Adit beenden“ im Menü beendet es.
notify-helper = Adits Hilfsdienst wurde beendet
    .advice = Tunnel sind möglicherweise unterbrochen. Adit verbindet sich wieder mit ihm, sobald er zurück ist.

## File chooser

import-choose = Profile importieren
import-filter = VPN-Profile
import-filter-all = Alle Dateien
import-choose-folder = Ordner mit Profilen importieren
import-choose-side = Dateien auswählen, die { $name } braucht

## The helper as a service of the system

helper-asking = Warten auf die Erlaubnis …
helper-starting = Der Hilfsdienst wird gestartet …
helper-not-installed = Adits Hilfsdienst ist in diesem System nicht installiert.
    .advice = Adits Paket installieren. Wurde Adit selbst gebaut, startet „make run“ beides.
helper-off = Zum Verbinden ist Adits Hilfsdienst nötig, der nicht aktiviert ist.
    .advice = Importieren und Bearbeiten gehen auch ohne ihn.
helper-stopped = Adits Hilfsdienst wurde angehalten.
    .advice = Ohne ihn sind keine Tunnel möglich.
helper-starts = Adits Hilfsdienst startet.
    .advice = Das dauert einen Moment.
helper-silent = Adits Hilfsdienst läuft, antwortet aber nicht.
    .advice = Meist hilft es, ihn erneut zu starten.
helper-failing = Adits Hilfsdienst hat sich von selbst beendet.
    .advice = Erneut starten. Endet er wieder, zeigt „Computer prüfen“ im Menü vielleicht, warum.
helper-blocked = Adits Hilfsdienst ist auf diesem Computer vom Administrator gesperrt.
    .advice = „sudo systemctl unmask aditd adit-netd“ hebt die Sperre auf; das darf nur ein Administrator.
helper-refused = Adits Hilfsdienst darf auf diesem Computer nicht von diesem Konto gestartet werden.
    .advice = Die Administration fragen oder mit einem Administratorpasswort erneut versuchen.
helper-nobody-to-ask = Das muss ein Administrator erlauben, und dieser Desktop kann nicht nach dem Passwort fragen.
    .advice = Ein Administrator kann es mit „sudo systemctl enable --now aditd adit-netd“ tun.
helper-not-started = Adits Hilfsdienst konnte nicht gestartet werden.
    .advice = Erneut versuchen oder „Computer prüfen“ im Menü ansehen.
