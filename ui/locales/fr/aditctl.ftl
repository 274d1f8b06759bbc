# What aditctl asks for and says of what it did. $wanted is what was typed for a connection or a profile.

aditctl-cancelled = Annulé.
aditctl-input-unreadable = Entrée standard : { $problem }.

## Questions, each followed by what is typed

aditctl-ask-username = Nom d’utilisateur :
aditctl-ask-username-known = Nom d’utilisateur [{ $known }] :
aditctl-ask-password = Mot de passe :
aditctl-ask-passphrase = Phrase secrète de la clé privée :
aditctl-ask-browser = Identifiez-vous sur { $url } puis appuyez ici sur Entrée.
aditctl-ask-accept = Tapez « yes » pour accepter :
aditctl-ask-proxy-username = Nom d’utilisateur pour le proxy { $proxy } :
aditctl-ask-proxy-username-known = Nom d’utilisateur pour le proxy { $proxy } [{ $known }] :
aditctl-ask-proxy-password = Mot de passe pour le proxy :
aditctl-ask-field = Champ { $number }
aditctl-ask-optional = { $label } (facultatif)
aditctl-ask-number = Tapez un nombre de 1 à { $count }.
aditctl-ask-needed = Cette réponse est nécessaire.
aditctl-no-answer = Pas de réponse à « { $label } ».

## What was done

aditctl-connecting = Connexion de { $name } en cours. « aditctl status » montre où elle en est.
aditctl-not-connected-in-time = { $seconds ->
    [one] Pas connecté au bout d’une seconde ; annulé.
    [many] Pas connecté au bout de { $seconds } de secondes ; annulé.
   *[other] Pas connecté au bout de { $seconds } secondes ; annulé.
}
aditctl-given-up = Abandonné. Avec --timeout, Adit continue pendant cette durée.
aditctl-disconnecting = Déconnexion de { $connection } en cours.
aditctl-nothing-to-disconnect = Rien à déconnecter.
aditctl-no-connection = Aucune connexion.
aditctl-answered = Réponse envoyée.
aditctl-let-out = Tout passe, et il ne reste rien d’Adit dans le réseau de cet ordinateur.
aditctl-let-out-setting = Le réglage du blocage est conservé ; un service redémarré s’y conforme.
aditctl-not-undone = Non annulé : { $problem }
aditctl-nothing-at-start = Rien n’est connecté au démarrage de cet ordinateur.

## What cannot be done

aditctl-unexpected-answer = Le service a répondu autre chose que ce qui était demandé.
aditctl-nothing-asked = Aucune question n’est posée.
aditctl-several-ask = Plusieurs connexions posent une question. Indiquez-en une.
aditctl-several-up = Plusieurs connexions sont actives : { $ids }. Indiquez-en une, ou --all.
aditctl-no-such-connection = Aucune connexion ne s’appelle « { $wanted } ».
aditctl-several-such-connections = Plusieurs connexions s’appellent « { $wanted } ». Indiquez-en une par son identifiant : { $ids }.
aditctl-no-such-connection-here = Il n’y a pas de connexion « { $wanted } » ici.
aditctl-no-such-user = Il n’y a pas d’utilisateur { $user } sur cet ordinateur.
aditctl-no-home = Il n’y a pas de dossier personnel contenant des profils.
aditctl-profile-too-large = Ce profil est trop grand pour le service.
aditctl-several-such-profiles = Plusieurs profils s’appellent « { $wanted } ». Indiquez-en un par son identifiant :
aditctl-no-such-profile = Aucun fichier ni profil ne s’appelle « { $wanted } ».
aditctl-no-profiles = Vous n’avez aucun profil : importez-en un dans la fenêtre d’Adit, ou indiquez un fichier.
aditctl-your-profiles = Vos profils : { $names }.
aditctl-your-profiles-and-more = Vos profils : { $names }, et { $count } de plus.
aditctl-more-lines = … et { $count } de plus.
aditctl-lint-tells = « aditctl lint { $file } » dit tout.
