# Settings: what the shell says of them, and the page.

setting-wrong = Diesen Wert kann die Einstellung nicht haben.
setting-not-saved = Die Einstellung wurde nicht gespeichert: { $path } kann nicht geschrieben werden.
    .advice = Prüfen, ob der Ordner dem eigenen Konto gehört und ob noch Platz frei ist.
settings-damaged = Einige Einstellungen konnten nicht gelesen werden. Es gelten ihre Vorgaben.
    .advice = Die beschädigte Datei liegt noch als { $kept } da.
text-not-saved = Die Datei wurde nicht gespeichert: { $path } kann nicht geschrieben werden.
    .advice = Einen anderen Ordner auswählen.
diagnostics-save-title = Diagnose speichern
log-save-title = Protokoll speichern

## The page

menu-settings = Einstellungen
settings-title = Einstellungen
settings-back = Zurück
settings-search = Einstellung suchen
settings-search-clear = Suche löschen
settings-none-found = Keine Einstellung passt zu „{ $query }“.
settings-show-all = Alle Einstellungen anzeigen

settings-section-general = Allgemein
settings-section-start = Start und Ruhezustand
settings-section-protection = Schutz
settings-section-networks = Netze
settings-section-notices = Benachrichtigungen und Infobereich
settings-section-profiles = Profile und Passwörter
settings-section-checks = Prüfungen und Verlauf
settings-section-help = Hilfe

setting-language = Sprache
setting-language-system = Wie auf diesem Computer
setting-appearance = Erscheinungsbild
setting-appearance-system = Wie auf diesem Computer
setting-appearance-light = Hell
setting-appearance-dark = Dunkel
setting-after-sleep = Wenn dieser Computer aufwacht
setting-after-sleep-hint = Solange Adit läuft.
setting-after-sleep-reconnect = Erneut verbinden
setting-after-sleep-disconnect = Getrennt bleiben
setting-desktop-proxy = Proxy dieses Computers benutzen
setting-desktop-proxy-hint = Nur, wenn ein Server nicht direkt erreichbar ist.
setting-known-networks = Bekannte Netze
setting-known-networks-none = Jedes Profil kann in allen Netzen verbunden werden. „Netze …“ im Menü eines Profils ändert das.
setting-known-network-change = Netze von { $name } ändern
setting-notifications = Benachrichtigungen
setting-notifications-all = Alles
setting-notifications-not-mine = Nur, was nicht von mir kam
setting-notifications-none = Keine
setting-tray-click = Klick auf das Symbol im Infobereich
setting-tray-click-toggle-last = Verbindet oder trennt
setting-tray-click-open-window = Öffnet dieses Fenster
setting-sort = Reihenfolge der Profile
setting-sort-last-used = Zuletzt benutzte zuerst
setting-sort-name = Nach Namen
setting-sort-added = Zuletzt hinzugefügte zuerst
setting-remember = Speichern von Passwörtern anbieten
setting-remember-hint = Im Schlüsselbund dieses Computers. Was schon gespeichert ist, bleibt, bis es vergessen wird.
setting-forget = Gespeicherte Passwörter
setting-forget-count = { $count ->
    [0] Nichts ist gespeichert.
    [one] Für ein Profil ist etwas gespeichert.
   *[other] Für { $count } Profile ist etwas gespeichert.
}
setting-forget-all = Alle vergessen …
setting-forget-question = Alle gespeicherten Passwörter vergessen?
setting-forget-text = Beim nächsten Verbinden wird danach gefragt.
setting-forget-confirm = Alle vergessen
setting-live-check = Tunnel jede Minute prüfen
setting-live-check-hint = Solange dieses Fenster offen ist. Gefragt werden nur der Server und die Namensserver des VPNs.
setting-history = Verlauf des Datenverkehrs führen
setting-history-hint = Wie viel durch jedes Profil ging, nur auf diesem Computer.
setting-update-check = Nach neuen Versionen sehen
setting-update-check-hint = Einmal am Tag. Nichts wird von selbst heruntergeladen oder installiert.
setting-diagnostics = Diagnose
setting-diagnostics-hint = Was jemand zum Helfen wissen muss, in einer Datei, die sich vorher lesen lässt.
setting-diagnostics-open = Anzeigen …
setting-log = Protokoll
setting-log-hint = Was Adits Hilfsdienst getan hat.
setting-log-open = Öffnen
setting-reset = Zurücksetzen
setting-reset-hint = Setzt alles auf dieser Seite zurück, außer was für den ganzen Computer gilt. Profile und Passwörter bleiben.
setting-reset-all = Einstellungen zurücksetzen …
setting-reset-question = Alle Einstellungen zurücksetzen?
setting-reset-text = Profile, Passwörter und der Schutz dieses Computers bleiben, wie sie sind.
setting-reset-confirm = Zurücksetzen
settings-cancel = Abbrechen

## Diagnostics

diagnostics-title = Diagnose
diagnostics-back = Zurück
diagnostics-text = Nichts wird gesendet. Das sind alle Zeilen, die in der Datei stehen werden. Schlüssel und Passwörter sind nie darin.
diagnostics-names = Namen von Profilen, Servern und Benutzern aufnehmen
diagnostics-addresses = Adressen aufnehmen
diagnostics-save = Speichern …
diagnostics-copy = Alles kopieren
diagnostics-lines = { $count ->
    [one] Eine Zeile
   *[other] { $count } Zeilen
}
diagnostics-looking = Wird zusammengestellt …
text-saved = Gespeichert.

## The log page

log-levels = Anzeigen
log-levels-error = Fehlschläge
log-levels-warn = Fehlschläge und Warnungen
log-levels-info = Ohne Einzelheiten
log-levels-debug = Alles
log-save = Speichern …
