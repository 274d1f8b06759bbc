# Texts of aditctl beside failures (failures.ftl) and reports (lint.ftl); prompts are used by the window as well.

phase-resolving = Adresse des Servers wird gesucht
phase-contacting = Server wird kontaktiert
phase-securing = Server wird geprüft
phase-authenticating = Anmeldung läuft
phase-configuring = Tunnel wird eingerichtet

prompt-credentials-title = Der Server fragt nach Benutzername und Passwort.
    .advice = Eingeben oder mit --username und --password-stdin angeben.
prompt-password-title = Der Server fragt nach dem Passwort von { $username }.
    .advice = Eingeben oder mit --password-stdin angeben.
prompt-credentials-refused-title = Der Server hat Benutzername oder Passwort abgelehnt.
    .advice = Prüfen und erneut versuchen.
prompt-credentials-refused-reason-title = Der Server hat Benutzername oder Passwort abgelehnt und meldet: „{ $reason }“
    .advice = Prüfen und erneut versuchen.
prompt-passphrase-title = Der private Schlüssel dieses Profils ist gesperrt.
    .advice = Die Passphrase eingeben.
prompt-passphrase-wrong-title = Diese Passphrase öffnet den privaten Schlüssel nicht.
    .advice = Prüfen und erneut versuchen.
prompt-challenge-title = Der Server fragt: „{ $question }“
    .advice = Die Antwort eingeben.
prompt-confirm-elsewhere-title = Der Server wartet an anderer Stelle und meldet: „{ $text }“
    .advice = Der Anweisung folgen. Hier ist nichts einzugeben; Adit macht von selbst weiter.
prompt-proxy-title = Der Proxy { $proxy } fragt nach Benutzername und Passwort.
    .advice = Eingeben oder mit „aditctl answer“ angeben.
prompt-proxy-refused-title = Der Proxy { $proxy } hat Benutzername oder Passwort abgelehnt.
    .advice = Erneut eingeben. Gemeint sind die Daten für den Proxy, nicht die für den VPN-Server.
terminal-browser-needs-window = Dieses Profil meldet sich im Browser an; dafür ist Adits Fenster nötig.
    .advice = Das Profil in Adit importieren, falls es dort noch fehlt, und dort verbinden.
prompt-form-title = Der Server verlangt eine Anmeldung.
    .advice = Ausfüllen, wonach er fragt, hier oder mit „aditctl answer“.
prompt-form-refused-title = Der Server hat diese Anmeldung abgelehnt.
    .advice = Die Angaben prüfen und erneut versuchen.
prompt-form-refused-reason-title = Der Server hat diese Anmeldung abgelehnt und meldet: „{ $reason }“
    .advice = Die Angaben prüfen und erneut versuchen.
prompt-banner-title = Der Server zeigt eine Mitteilung, die akzeptiert werden muss.
    .advice = Lesen und bei Zustimmung akzeptieren.
prompt-browser-title = Der Server verlangt eine Anmeldung im Browser bei { $host }.
    .advice = Den Link nur öffnen, wenn dieser Name bekannt ist.

# How to answer: $flags are flags of aditctl, $fields names of the fields of a form.
terminal-answer-with = Antwort mit { $flags }.
terminal-answer-with-fields = Antwort mit --answers, das { $fields } liest.
terminal-answer-missing = Was fehlt, mit { $flags } angeben, oder alles mit --answers.
terminal-answer-missing-fields = Was fehlt, mit --answers angeben, das { $fields } liest.
terminal-answer-nothing = Dafür ist nichts einzugeben; --cancel beendet den Versuch.
terminal-answer-wrong-flag = { $flag } gehört nicht zu dieser Frage.
terminal-input-ended = Die Standardeingabe endete, bevor { $flag } eine Zeile hatte.
terminal-answers-unreadable = Die Antworten in { $file } können nicht gelesen werden.
    .advice = Prüfen, ob die Datei vorhanden und lesbar ist und höchstens 64 KiB Text enthält.
terminal-answers-no-name = Zeile { $line } der Antworten hat nicht die Form NAME=WERT.
    .advice = „aditctl connect --help“ zeigt die Namen.
terminal-answers-unknown-name = Zeile { $line } der Antworten beginnt mit einem Namen, den Adit nicht kennt.
    .advice = „aditctl connect --help“ zeigt die Namen.
terminal-answers-unknown-json-name = Die Antworten enthalten einen Namen, den Adit nicht kennt.
    .advice = „aditctl connect --help“ zeigt die Namen.
terminal-answers-not-json = Die Antworten beginnen wie JSON, sind aber kein JSON-Objekt.
terminal-answers-not-text = Ein Wert der Antworten ist weder ein Text in Anführungszeichen noch eine Liste davon.
    .advice = Auch Zahlen in Anführungszeichen setzen, sonst gehen führende Nullen eines Codes verloren.
terminal-answers-too-large = Die Antworten sind zu lang oder zu viele.
    .advice = Ein Wert hat höchstens 16 KiB, und es sind höchstens 256.
# Files beside a profile, with what would be typed otherwise.
terminal-login-from = Benutzername und Passwort stammen aus { $file }, das im Profil steht.
terminal-passphrase-from = Die Passphrase stammt aus { $file }, das im Profil steht.
terminal-file-exposed = Andere Benutzer dieses Computers können { $file } lesen.
    .advice = „chmod 600“ verhindert das.
terminal-login-file-other = { $file } ist keine Datei mit dem Benutzernamen in der ersten und dem Passwort in der zweiten Zeile.
terminal-passphrase-file-other = { $file } ist keine Datei mit der Passphrase in der ersten Zeile.
terminal-secret-file-missing = { $file }, das im Profil für die Anmeldung steht, liegt nicht daneben.
terminal-secret-file-elsewhere = { $file }, das im Profil für die Anmeldung steht, wird nicht gelesen: Es ist versteckt oder liegt nicht im Ordner des Profils.
    .advice = Sein Inhalt ginge an den Server des Profils. Falls das gewollt ist, mit --answers angeben.
terminal-secret-file-unreadable = { $file }, das im Profil für die Anmeldung steht, kann nicht gelesen werden.

verdict-importable = Verwendbar.
verdict-importable-with-warnings = Verwendbar, mit Hinweisen.
verdict-incomplete = { $count ->
    [one] Verwendbar, sobald eine fehlende Angabe da ist.
   *[other] Verwendbar, sobald { $count } fehlende Angaben da sind.
}
verdict-reject = So nicht verwendbar.
verdict-used = verwendet
verdict-ignored = ignoriert
verdict-replaced = ersetzt
verdict-warning = Hinweis
verdict-needed = nötig
verdict-refused = abgelehnt

## Settings

terminal-setting-none = Eine Einstellung „{ $name }“ gibt es nicht.
    .advice = Alle zeigt: aditctl settings list
terminal-setting-wrong = Die Einstellung „{ $name }“ kann das nicht sein.
    .advice = Möglich ist: { $choices }
terminal-setting-unknown = unbekannt: Der Hilfsdienst läuft nicht
terminal-setting-managed = von der Organisation vorgegeben
terminal-settings-damaged = Einige Einstellungen in { $path } können nicht gelesen werden. Es gelten ihre Vorgaben.
terminal-settings-no-folder = Es gibt keinen Ordner für Einstellungen: HOME ist nicht gesetzt.
