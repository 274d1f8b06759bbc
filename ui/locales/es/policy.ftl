# What the organisation has settled for this computer in /etc/adit/policy.toml. $organisation is its name, $file a file, $line a line
# in it, $what what is wrong.

policy-set = Algunos ajustes los fija la organización.
policy-set-by = Algunos ajustes los fija { $organisation }.
policy-setting = Fijado por la organización.
policy-setting-by = Fijado por { $organisation }.
policy-own-profiles = No se pueden usar perfiles propios: { $organisation ->
    [none] la organización
   *[other] { $organisation }
} no los permite.
policy-problem = La política de la organización no se puede usar, así que no se permite nada: { $what }
    .advice = Pedir a un administrador que corrija { $file } y ejecute «aditctl policy apply». Hasta entonces se retiene el tráfico.
policy-problem-line = La política de la organización no se puede usar, así que no se permite nada: línea { $line } de { $file }: { $what }
    .advice = Pedir a un administrador que corrija esta línea y ejecute «aditctl policy apply». Hasta entonces se retiene el tráfico.
policy-none = Ninguna organización fija nada.

policy-fault-unreadable = No se puede leer: { $why }.
policy-fault-owner = No pertenece a root.
policy-fault-writable = Otros usuarios además de root pueden escribir en ella o en su carpeta.
policy-fault-not-a-file = Es un enlace o no es un archivo normal.
policy-fault-too-large = Tiene más de { $limit } bytes.
policy-fault-syntax = { $detail }.
policy-fault-value = { $key } es «{ $value }», y puede ser { $allowed }.
policy-fault-twice = Dos perfiles tienen el identificador «{ $id }».
policy-fault-profile = Este perfil no se puede usar: { $why }
policy-fault-not-applied = No se ha aplicado.

policy-managed-profile = Este perfil es de la organización y no se puede cambiar aquí.
    .advice = Preguntar a un administrador.
