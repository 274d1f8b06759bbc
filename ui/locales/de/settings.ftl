# Settings: what the shell says of them, and the page.

setting-wrong = Diesen Wert kann die Einstellung nicht haben.
setting-not-saved = Die Einstellung wurde nicht gespeichert: { $path } kann nicht geschrieben werden.
    .advice = Prüfen, ob der Ordner dem eigenen Konto gehört und ob noch Platz frei ist.
settings-damaged = Einige Einstellungen konnten nicht gelesen werden. Es gelten ihre Vorgaben.
    .advice = Die beschädigte Datei liegt noch als { $kept } da.
