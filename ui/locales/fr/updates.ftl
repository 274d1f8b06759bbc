update-available = Adit { $version } est disponible ; vous avez { $own }.
    .advice = Nouveautés : { $page }. Adit ne télécharge rien de lui-même. Installez-le comme vous avez installé celui-ci.
update-untrusted = On ne sait pas s’il existe un Adit plus récent : la réponse ne venait pas de ses auteurs.
    .advice = Quelqu’un a peut-être modifié la réponse, ou en a donné une ancienne. Vérifiez vous-même là où vous avez obtenu Adit.
