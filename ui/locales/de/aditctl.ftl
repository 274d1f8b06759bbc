# What aditctl asks for and says of what it did. $wanted is what was typed for a connection or a profile.

aditctl-cancelled = Abgebrochen.
aditctl-input-unreadable = Standardeingabe: { $problem }.

## Questions, each followed by what is typed

aditctl-ask-username = Benutzername:
aditctl-ask-username-known = Benutzername [{ $known }]:
aditctl-ask-password = Passwort:
aditctl-ask-passphrase = Passphrase des privaten Schlüssels:
aditctl-ask-browser = Unter { $url } anmelden und hier die Eingabetaste drücken.
aditctl-ask-accept = Zum Akzeptieren „yes“ eingeben:
aditctl-ask-proxy-username = Benutzername für den Proxy { $proxy }:
aditctl-ask-proxy-username-known = Benutzername für den Proxy { $proxy } [{ $known }]:
aditctl-ask-proxy-password = Passwort für den Proxy:
aditctl-ask-field = Feld { $number }
aditctl-ask-optional = { $label } (optional)
aditctl-ask-number = Eine Zahl von 1 bis { $count } eingeben.
aditctl-ask-needed = Diese Angabe ist nötig.
aditctl-no-answer = Keine Antwort auf „{ $label }“.

## What was done

aditctl-connecting = { $name } wird verbunden. „aditctl status“ zeigt den Stand.
aditctl-not-connected-in-time = { $seconds ->
    [one] Nach einer Sekunde nicht verbunden; abgebrochen.
   *[other] Nach { $seconds } Sekunden nicht verbunden; abgebrochen.
}
aditctl-given-up = Aufgegeben. Mit --timeout versucht Adit es so lange weiter.
aditctl-disconnecting = { $connection } wird getrennt.
aditctl-nothing-to-disconnect = Nichts zu trennen.
aditctl-no-connection = Keine Verbindung.
aditctl-answered = Beantwortet.
aditctl-let-out = Alles ist freigegeben, und im Netzwerk dieses Computers ist nichts mehr von Adit.
aditctl-let-out-setting = Die Einstellung der Sperre bleibt; ein neu gestarteter Hilfsdienst richtet sich danach.
aditctl-not-undone = Nicht rückgängig gemacht: { $problem }
aditctl-nothing-at-start = Beim Start dieses Computers wird nichts verbunden.

## What cannot be done

aditctl-unexpected-answer = Der Hilfsdienst hat etwas anderes geantwortet, als gefragt wurde.
aditctl-nothing-asked = Es wird nichts gefragt.
aditctl-several-ask = Mehrere Verbindungen haben eine Frage. Eine davon angeben.
aditctl-several-up = Mehrere Verbindungen bestehen: { $ids }. Eine davon angeben oder --all.
aditctl-no-such-connection = Keine Verbindung heißt „{ $wanted }“.
aditctl-several-such-connections = Mehrere Verbindungen heißen „{ $wanted }“. Eine davon mit ihrer Kennung angeben: { $ids }.
aditctl-no-such-connection-here = Eine Verbindung „{ $wanted }“ gibt es hier nicht.
aditctl-no-such-user = Einen Benutzer { $user } gibt es auf diesem Computer nicht.
aditctl-no-home = Es gibt kein Benutzerverzeichnis mit Profilen darin.
aditctl-profile-too-large = Dieses Profil ist zu groß für den Hilfsdienst.
aditctl-several-such-profiles = Mehrere Profile heißen „{ $wanted }“. Eines davon mit seiner Kennung angeben:
aditctl-no-such-profile = Es gibt keine Datei und kein Profil namens „{ $wanted }“.
aditctl-no-profiles = Es gibt noch keine Profile: eines in Adits Fenster importieren oder eine Datei angeben.
aditctl-your-profiles = Vorhandene Profile: { $names }.
aditctl-your-profiles-and-more = Vorhandene Profile: { $names } und { $count } weitere.
aditctl-more-lines = … und { $count } weitere.
aditctl-lint-tells = „aditctl lint { $file }“ zeigt alles.
