# What the organisation has settled for this computer in /etc/adit/policy.toml. $organisation is its name, $file a file, $line a line
# in it, $what what is wrong.

policy-set = Einige Einstellungen sind von der Organisation vorgegeben.
policy-set-by = Einige Einstellungen sind von { $organisation } vorgegeben.
policy-setting = Von der Organisation vorgegeben.
policy-setting-by = Von { $organisation } vorgegeben.
policy-own-profiles = Eigene Profile können nicht benutzt werden: { $organisation ->
    [none] Die Organisation erlaubt
   *[other] { $organisation } erlaubt
} sie nicht.
policy-problem = Die Richtlinie der Organisation ist nicht verwendbar, deshalb ist nichts erlaubt: { $what }
    .advice = Die Administration muss { $file } berichtigen und „aditctl policy apply“ ausführen. Bis dahin wird Datenverkehr zurückgehalten.
policy-problem-line = Die Richtlinie der Organisation ist nicht verwendbar, deshalb ist nichts erlaubt: Zeile { $line } von { $file }: { $what }
    .advice = Die Administration muss diese Zeile berichtigen und „aditctl policy apply“ ausführen. Bis dahin wird Datenverkehr zurückgehalten.
policy-none = Keine Organisation gibt hier etwas vor.

policy-fault-unreadable = Sie kann nicht gelesen werden: { $why }.
policy-fault-owner = Sie gehört nicht root.
policy-fault-writable = Andere Benutzer als root dürfen in sie oder in ihren Ordner schreiben.
policy-fault-not-a-file = Sie ist ein Verweis oder keine gewöhnliche Datei.
policy-fault-too-large = Sie hat mehr als { $limit } Byte.
policy-fault-syntax = { $detail }.
policy-fault-value = { $key } ist „{ $value }“, möglich ist { $allowed }.
policy-fault-twice = Zwei Profile haben die Kennung „{ $id }“.
policy-fault-profile = Dieses Profil ist nicht verwendbar: { $why }
policy-fault-not-applied = Sie wurde nicht angewendet.

policy-managed-profile = Dieses Profil gehört der Organisation und kann hier nicht geändert werden.
    .advice = Die Administration fragen.
