update-available = Adit { $version } está disponible; este es { $own }.
    .advice = Novedades: { $page }. Adit no descarga nada por sí solo. Instalarlo de la misma forma que el actual.
update-untrusted = No se sabe si hay un Adit más nuevo: la respuesta no vino de sus autores.
    .advice = Alguien puede haber cambiado la respuesta o dado una antigua. Mirar en el sitio del que procede Adit.
