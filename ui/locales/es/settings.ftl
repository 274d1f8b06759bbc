# Settings: what the shell says of them, and the page.

setting-wrong = El ajuste no puede tener ese valor.
setting-not-saved = El ajuste no se ha guardado: no se puede escribir en { $path }.
    .advice = Comprobar que la carpeta sea propia y que el disco no esté lleno.
settings-damaged = Algunos ajustes no se han podido leer. Se usan sus valores predeterminados.
    .advice = El archivo dañado se conserva como { $kept }.
