# Texts of the window itself. Failures, states and reports come finished from the shell (the other files).
# Two sentences at most: what happened, and what to do. No codes, no exclamation marks.

app-name = Adit

## Header and menu

header-import = Importieren
header-import-label = Profile importieren
import-way-files = Dateien auswählen …
import-way-folder = Ordner auswählen …
import-way-text = Text einfügen …
import-way-link = Link einfügen …
header-menu = Menü
menu-log = Protokoll
menu-guide = Anleitung
menu-about = Über Adit
menu-quit = Adit beenden

## Starting

starting = Profile werden gesucht …

## Notices above the card

helper-searching = Adits Hilfsdienst wird gesucht …
helper-log = Ursache im Protokoll ansehen
notice-dismiss = Schließen
helper-doctor = Computer prüfen
helper-way-look = Erneut prüfen
helper-way-enable = Aktivieren
helper-way-start = Starten
helper-way-start-again = Erneut starten
helper-way-restart = Neu starten
helper-way-quit = Adit beenden
helper-way-wait = Wird gestartet …

## First start

setup-title = Adit erweitert diesen Computer um VPN-Verbindungen.
setup-question = Soll das aktiviert werden?
setup-text = „OK“ startet Adits Hilfsdienst, jetzt und bei jedem Start dieses Computers. Das System fragt dafür möglicherweise nach einem Administratorpasswort.
setup-decline = Nicht erlauben
setup-accept = OK
setup-details = Was sich dadurch ändert
setup-detail-engine = Der Dienst „aditd“ spricht mit VPN-Servern. Er hat auf diesem Computer keine Rechte.
setup-detail-broker = Der Dienst „adit-netd“ richtet Tunnel, Routen und DNS ein. Er darf das Netzwerk ändern und sonst nichts.
setup-detail-start = Beide starten mit dem Computer und tun nichts, bis eine Verbindung aufgebaut wird. Datenverkehr halten sie nur zurück, wo das so gewählt wurde.
setup-detail-undo = „sudo systemctl disable --now aditd adit-netd“ macht das rückgängig, ebenso das Entfernen von Adit.

## Checking this computer

menu-doctor = Computer prüfen
doctor-title = Computer prüfen
doctor-back = Zurück
doctor-looking = Wird geprüft …
doctor-troubles = { $count ->
    [0] Kein Problem
    [one] Ein Problem
   *[other] { $count } Probleme
}
doctor-again = Erneut prüfen
doctor-copy = Kopieren
doctor-level-ok = Gut
doctor-level-notice = Hinweis
doctor-level-problem = Problem

## Holding traffic back

protection-question = Wann soll Datenverkehr auf diesem Computer zurückgehalten werden?
protection-lan = Geräte im lokalen Netz sind erreichbar
protection-lan-hint = Drucker, Router und Ähnliches, während Datenverkehr zurückgehalten wird.
protection-check = Erkennen, ob ein Netz eine Anmeldung verlangt
protection-check-hint = Antwortet kein Server, geht eine kurze Anfrage ohne Cookies am Tunnel vorbei an eine Prüfseite.
protection-unknown = Diese Auswahl verwaltet Adits Hilfsdienst, der gerade nicht erreichbar ist.
protection-let-out = Datenverkehr freigeben
protection-reconnect = Erneut verbinden
protection-hold-again = Wieder zurückhalten
protection-portal-open = In diesem Netz anmelden …
protection-portal-done = Fertig

## In which network a profile is connected

network-sign-in-open = Anmeldeseite öffnen
network-title = Netze für { $name }
network-question = Wo soll die Verbindung bestehen?
network-everywhere = Überall
network-not-on = Nicht in einem bekannten Netz
network-not-on-hint = Im Büro oder zu Hause aus, überall sonst ein.
network-only-on = Nur in einem bekannten Netz
network-only-on-hint = Dort ein, überall sonst aus.
network-server = Ein Server in diesem Netz
network-server-hint = Eine private Adresse, die nur in diesem Netz erreichbar ist, etwa die des Routers: 192.168.1.1.
network-learn = Dieses Netz merken
network-learning = Der Server wird gefragt …
network-key = Schlüssel von { $server }
network-key-hint = Das Netz wird an diesem Schlüssel erkannt. Den Namen eines WLANs kann jeder verwenden.
network-save = Speichern
network-cancel = Abbrechen

## What comes back after a restart

restore-question = Was soll Adit von selbst wieder verbinden?
restore-nothing = Nichts
restore-was-connected = Was verbunden war (empfohlen)
restore-at-login = Adit bei der Anmeldung im Infobereich starten
restore-was-connected-hint = So wie vor dem Neustart des Computers oder von Adits Hilfsdienst.
restore-chosen = Diese Profile
restore-chosen-hint = Bei jeder Anmeldung.
restore-profiles = Profile, die bei der Anmeldung verbunden werden
restore-none = Es gibt noch keine Profile.
restore-note = Adit startet mit der Sitzung, solange etwas wieder verbunden werden soll, und bleibt im Infobereich. Eine Anmeldung, die Eingaben braucht, wartet bis zum Öffnen des Fensters.

## The card

card-label = Verbindung
action-connect = Verbinden
action-cancel = Abbrechen
action-disconnect = Trennen
action-try-again = Erneut versuchen
action-wait = Einen Moment …
action-try-now = Jetzt versuchen
next-try-in = { $seconds ->
    [0] Nächster Versuch jetzt: { $plan }.
   *[other] Nächster Versuch in { $seconds } s: { $plan }.
}
steps-label = Schritte
step-done = erledigt
step-active = läuft
step-ahead = steht noch aus
connected-for = Verbunden seit
cautions-title = { $count ->
    [one] Etwas an diesem Tunnel ist nicht, wie es sein sollte.
   *[other] { $count } Dinge an diesem Tunnel sind nicht, wie sie sein sollten.
}
cautions-more = { $count ->
    [one] Ein weiterer Hinweis steht unter „Details“.
   *[other] { $count } weitere Hinweise stehen unter „Details“.
}
received-total = Empfangen
sent-total = Gesendet
rate-received = Empfang
rate-sent = Versand
graph-label = Datenverkehr der letzten 60 Sekunden: Empfang { $received }, Versand { $sent }
graph-quiet = Die ersten Zahlen kommen gleich

panel-traffic = Datenverkehr
panel-connection = Verbindung
panel-chain = Was Adit sieht
panel-profile = Profil
panel-sign-in = Anmeldung
panel-last-used = Zuletzt verbunden
chain-is-holds = in Ordnung
chain-is-broken = gestört
chain-is-unknown = nicht bekannt
chain-way-edit = Profil bearbeiten

## Details of a tunnel

details = Details
details-server = Server
details-addresses = { $count ->
    [one] Adresse
   *[other] Adressen
}
details-protocol = Protokoll
details-cipher = Verschlüsselung
details-tls = TLS
details-dns = DNS
details-networks = Durch den Tunnel
details-interface = Schnittstelle
details-interface-value = { $name }, MTU { $mtu }
details-packets = Pakete
details-dropped = Verworfen
details-path = Datenpfad
details-notes = Hinweise
details-session = Sitzung
details-pac = Proxy-Skript
details-banner = Mitteilung des Servers
details-none = keine
details-copy = { $what } kopieren
details-copy-all = Alles kopieren
copied = Kopiert
failure-detail = Details
failure-copy = Details kopieren

## Profiles

profiles-label = Profile
profiles-search = Profile durchsuchen
profiles-search-count = { $count ->
    [one] { $count } Profil durchsuchen
   *[other] { $count } Profile durchsuchen
}
profiles-search-clear = Suche löschen
profiles-none-found = Kein Profil passt zu „{ $query }“.
profiles-show-all = Alle Profile anzeigen
profiles-drop-hint = Zum Importieren .ovpn-Dateien hierher ziehen
strip-state = { $name }: { $state }
row-menu = Aktionen für { $name }
row-connect = Verbinden
row-disconnect = Trennen
row-cancel = Abbrechen
row-try-again = Erneut versuchen
row-edit = Bearbeiten
row-rename = Umbenennen
row-duplicate = Duplizieren
row-export = Exportieren …
row-network = Netze …
row-forget = Anmeldung vergessen
row-remove = Entfernen
row-rename-label = Neuer Name für { $name }
row-never-used = nie benutzt
row-temporary = weg, sobald Adit beendet wird
row-managed = Von der Organisation
others-label = Außerdem auf diesem Computer
other-connection = { $name } ({ $owner })

## No profile yet

empty-title = Das erste Profil hinzufügen
empty-text = .ovpn-Dateien hierher ziehen oder auswählen. Auch der Text eines Profils oder ein Link lässt sich einfügen.

## Drag and drop, paste

drop-title = Zum Importieren loslassen
drop-text = Adit liest die Dateien und zeigt, was darin steht. Gespeichert wird erst nach Bestätigung.
pasted-profile = Eingefügtes Profil

## Import sheet

import-title = { $count ->
    [one] Ein Profil importieren
   *[other] { $count } Dateien importieren
}
import-place = { $number } von { $count }
import-back = Zurück zur Liste
import-previous = Zurück
import-next = Weiter
import-found-label = Was gefunden wurde
import-detail = Was in der Datei gefunden wurde
import-row = { $taken ->
    [yes] { $name }: { $headline } Wird importiert.
   *[no] { $name }: { $headline } Wird nicht importiert.
}
import-take = { $name } importieren
import-name = Name
import-from = Aus { $file }
import-second = { $name } ({ $number })
import-servers = { $count ->
    [one] Server
   *[other] Server
}
import-more-servers = { $count ->
    [one] Ein weiterer
   *[other] { $count } weitere
}
import-sign-in = Anmeldung
import-traffic = Datenverkehr
import-dns = DNS
import-existing = „{ $name }“ gibt es schon, und dieses Profil weicht davon ab
import-same = „{ $name }“ gibt es schon, und nichts darin hat sich geändert
place-new = Beide behalten
place-replace = „{ $name }“ ersetzen
place-skip = Dieses auslassen
place-all = { $count ->
    [one] Auch für ein weiteres, das es schon gibt
   *[other] Auch für { $count } weitere, die es schon gibt
}
import-note-refused = { $count ->
    [one] Eines ist nicht verwendbar und wird ausgelassen.
   *[other] { $count } sind nicht verwendbar und werden ausgelassen.
}
import-note-needs = { $count ->
    [one] Einem fehlt etwas, es wird ausgelassen.
   *[other] { $count } fehlt etwas, sie werden ausgelassen.
}
import-note-skipped = { $count ->
    [one] Eines wird auf Wunsch ausgelassen.
   *[other] { $count } werden auf Wunsch ausgelassen.
}
import-confirm = { $count ->
    [0] Importieren
    [one] Profil importieren
   *[other] { $count } Profile importieren
}
import-cancel = Abbrechen
import-close = Schließen
import-leave-title = Ohne Import verlassen?
import-leave-text = Die Änderungen auf dieser Seite gehen verloren. Die Dateien bleiben, wo sie sind.
import-leave-stay = Bleiben
import-leave-leave = Verlassen
import-connect = Verbinden

## What is missing before something can be imported

needs-title = Was fehlt
need-find = Datei suchen …
need-address = Adresse des Servers
need-use = Verwenden
need-fetch = Abrufen
need-browser = Im Browser anmelden

## Fixes

fixes-title = { $count ->
    [one] Ein Vorschlag
   *[other] { $count } Vorschläge
}
fixes-all = Alle übernehmen
fixes-diff = Was sich ändert
fixes-diff-label = Was sich ändert: { $title }
diff-removed = entfernt:
diff-added = hinzugefügt:

## What each line does

report-title = Was jede Zeile bewirkt
report-whole = Zur ganzen Datei
report-filter = Angezeigte Zeilen
report-lines-label = Zeilen
report-line = Zeile { NUMBER($line, useGrouping: "false") }
report-lines = Zeilen { NUMBER($first, useGrouping: "false") } bis { NUMBER($last, useGrouping: "false") }
report-more = { $count ->
    [one] Eine weitere Zeile anzeigen
   *[other] { $count } weitere Zeilen anzeigen
}
verdict-used = Verwendet
verdict-replaced = Ersetzt
verdict-ignored = Ignoriert
verdict-warning = Warnung
verdict-refused = Abgelehnt

## Pasting a text or a link

paste-text-title = Profil einfügen
paste-text-label = Text des Profils
paste-text-submit = Ansehen
paste-link-title = Über einen Link importieren
paste-link-label = Link
paste-link-hint = Eine Adresse, die mit https:// beginnt
paste-link-host = Adit ruft das Profil von { $host } ab.
paste-link-submit = Abrufen
link-fetching = Abruf von { $host } …
link-stop = Anhalten

## Editing a profile

edit-title = { $name } bearbeiten
edit-back = Zurück
edit-tabs = Ansichten zum Bearbeiten
edit-tab-form = Einstellungen
edit-tab-text = Erweitert: als Text
edit-name = Name
edit-servers = Server, in der Reihenfolge der Versuche
edit-server-host = Server { $place }
edit-server-port = Port
edit-server-transport = Protokoll
transport-udp = UDP
transport-tcp = TCP
edit-server-up = { $host } nach oben
edit-server-down = { $host } nach unten
edit-server-remove = { $host } entfernen
edit-server-add = Server hinzufügen
edit-server-moved = { $host } ist Server { $place } von { $count }.
edit-server-removed = { $host } wurde entfernt.
edit-random = In zufälliger Reihenfolge versuchen
edit-username = Benutzername
edit-username-hint = Leer lassen, um beim Verbinden gefragt zu werden.
edit-traffic = Was durch den Tunnel geht
edit-traffic-as-server-says = Was der Server vorgibt
edit-traffic-everything = Alles
edit-traffic-only-routes = Nur die Netze unten
edit-routes = Netze durch den Tunnel
edit-routes-hint = Eines pro Zeile, etwa 10.20.0.0/16.
edit-dns = DNS-Server
edit-dns-hint = Eine Adresse pro Zeile. Leer: was der Server vorgibt.
edit-search = Suchdomänen
edit-search-hint = Eine pro Zeile. In ihnen werden kurze Namen gesucht.
edit-reconnect = Neue Versuche
edit-reconnect-first = Erste Pause in Sekunden
edit-reconnect-largest = Längste Pause in Sekunden
edit-reconnect-own = Von Adit bestimmt
edit-text = Text des Profils
edit-text-hint = Schlüssel und Passwörter bleiben, wo sie sind; an ihrer Stelle steht eine Markierung.
edit-line = Zeile { NUMBER($line, useGrouping: "false") } · { $verdict }
edit-verdict-importable = Dieses Profil ist so verwendbar.
edit-verdict-importable-with-warnings = Dieses Profil ist verwendbar. Einige Zeilen verdienen einen Blick.
edit-verdict-reject = Dieses Profil ist so nicht verwendbar.
edit-changes = Änderungen ansehen
edit-cancel = Abbrechen
edit-save = Speichern
edit-leave-title = Ohne Speichern verlassen?
edit-leave-text = Die Änderungen an diesem Profil gehen verloren.
edit-leave-stay = Bleiben
edit-leave-leave = Verlassen
changes-title = Änderungen seit dem Import
changes-label = Vom Original zum gespeicherten Profil
changes-text = Das Profil bleibt auch so erhalten, wie es importiert wurde.
changes-none = Keine. Das Profil ist so, wie es importiert wurde.
changes-unsaved = Die letzten Eingaben fehlen in diesem Vergleich: Sie sind noch nicht gespeichert.
changes-restore = Zurück zum Original
changes-close = Schließen
export-title = { $name } exportieren?
export-text = Die Datei enthält alles, was zum Verbinden nötig ist, auch die Schlüssel. Wer die Datei hat, kann sie verwenden.
export-export = Exportieren …

## Prompts while connecting

prompt-credentials = Bei { $name } anmelden
prompt-passphrase = Schlüssel von { $name } entsperren
prompt-challenge = { $name } hat noch eine Frage
prompt-confirm = { $name } wartet an anderer Stelle auf eine Bestätigung
prompt-confirm-waiting = Der Anweisung des Servers folgen. Adit verbindet sich danach von selbst.
prompt-browser = Im Browser bei { $name } anmelden
prompt-passphrase-text = Der private Schlüssel in diesem Profil ist mit einer Passphrase geschützt.
prompt-browser-text = Die Anmeldeseite öffnet sich im Browser, bei { $host }. Danach stellt Adit die Verbindung her.
prompt-browser-open = Browser öffnen
prompt-browser-again = Erneut öffnen
prompt-browser-copy = Link kopieren
prompt-browser-waiting = Warten auf die Anmeldung im Browser …
prompt-username = Benutzername
prompt-password = Passwort
prompt-passphrase-field = Passphrase
prompt-response = Antwort
prompt-field = Feld { $number }
prompt-optional = { $label } (optional)
prompt-choose = Auswählen …
prompt-form-not-kept = Diese Angaben werden nicht gespeichert.
prompt-banner = { $name } zeigt zuerst eine Mitteilung
prompt-banner-text = Der Server verlangt, dass sie vor dem Verbinden akzeptiert wird.
prompt-banner-label = Mitteilung des Servers
prompt-accept = Akzeptieren
prompt-decline = Ablehnen
prompt-show = Eingabe anzeigen
prompt-hide = Eingabe verbergen
prompt-remember = Im Schlüsselbund speichern
prompt-remember-memory = Merken, bis Adit beendet wird
prompt-username-locked = Diesen Namen gibt das Profil vor.
prompt-cancel = Abbrechen
prompt-submit-credentials = Anmelden
prompt-submit-passphrase = Entsperren
prompt-submit-challenge = Senden

## Log

log-title = Protokoll
log-back = Zurück
log-filter = Zeilen filtern
log-filter-clear = Filter löschen
log-follow = Mitlaufen
log-copy = Alles kopieren
log-empty = Noch ist nichts protokolliert.
log-none-found = Keine Zeile passt zu „{ $query }“.
log-lines = { $count ->
    [one] Eine Zeile
   *[other] { $count } Zeilen
}
log-level-error = Fehlschlag
log-level-warn = Warnung
log-level-info = Info
log-level-debug = Debug
log-unread = Das Protokoll kann nicht gelesen werden.

## About

about-text = Ein VPN-Client für OpenVPN-Profile.
about-version = Version { $version }
about-licence = { $licence }
about-contract = Schnittstelle des Hilfsdienstes: { $contract }
about-licences = Verwendete Software
about-close = Schließen

## Quitting

quit-title = Adit beenden?
quit-text = { $count ->
    [one] { $name } ist verbunden. Beim Beenden wird getrennt.
   *[other] { $count } Tunnel sind verbunden. Beim Beenden werden sie getrennt.
}
quit-stay = Bleiben
quit-quit = Beenden

## Toasts

toast-removed = { $count ->
    [one] { $name } wurde entfernt.
   *[other] { $count } Profile wurden entfernt.
}
toast-imported = { $count ->
    [one] { $name } wurde importiert.
   *[other] { $count } Profile wurden importiert.
}
toast-duplicated = { $name } wurde dupliziert.
toast-exported = { $name } wurde exportiert.
toast-saved = { $name } wurde gespeichert.
toast-undo = Rückgängig
toast-forgotten = Die Anmeldung von { $name } wurde vergessen.
toast-failed = Das hat nicht geklappt.
toast-close = Schließen
toasts-label = Meldungen

## For screen readers only

announce-state = { $name }: { $state }. { $sentence }
announce-failure = { $name }: { $title } { $advice }
