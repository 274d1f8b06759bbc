update-available = Adit { $version } ist verfügbar; installiert ist { $own }.
    .advice = Was neu ist: { $page }. Adit lädt nichts von selbst herunter. Auf demselben Weg installieren wie die jetzige Version.
update-untrusted = Ob es ein neueres Adit gibt, ist nicht bekannt: Die Antwort kam nicht von den Herstellern.
    .advice = Jemand hat die Antwort vielleicht verändert oder eine alte gegeben. Dort nachsehen, woher Adit stammt.
