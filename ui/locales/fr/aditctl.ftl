# What aditctl asks for and says of what it did. $wanted is what was typed for a connection or a profile.

aditctl-cancelled = Annulé.
aditctl-input-unreadable = Entrée standard : { $problem }.

## Questions, each followed by what is typed

aditctl-ask-username = Nom d’utilisateur :
aditctl-ask-username-known = Nom d’utilisateur [{ $known }] :
aditctl-ask-password = Mot de passe :
aditctl-ask-passphrase = Phrase secrète de la clé privée :
aditctl-ask-browser = Identifiez-vous sur { $url } et appuyez ici sur Entrée.
aditctl-ask-accept = Saisissez « yes » pour accepter :
aditctl-ask-proxy-username = Nom d’utilisateur du proxy { $proxy } :
aditctl-ask-proxy-username-known = Nom d’utilisateur du proxy { $proxy } [{ $known }] :
aditctl-ask-proxy-password = Mot de passe du proxy :
aditctl-ask-field = Champ { $number }
aditctl-ask-optional = { $label } (facultatif)
aditctl-ask-number = Saisissez un nombre de 1 à { $count }.
aditctl-ask-needed = Cette réponse est nécessaire.
aditctl-no-answer = Aucune réponse à « { $label } ».

## What was done

aditctl-connecting = Connexion de { $name } en cours. « aditctl status » montre où elle en est.
aditctl-not-connected-in-time =
    { $seconds ->
        [one] Pas de connexion en une seconde ; annulé.
        [many] Pas de connexion en { $seconds } de secondes ; annulé.
       *[other] Pas de connexion en { $seconds } secondes ; annulé.
    }
aditctl-given-up = Abandonné. Avec --timeout, Adit continue d’essayer aussi longtemps.
aditctl-disconnecting = Déconnexion de { $connection } en cours.
aditctl-nothing-to-disconnect = Rien à déconnecter.
aditctl-no-connection = Aucune connexion.
aditctl-answered = Répondu.
aditctl-let-out = Tout le trafic passe, et il ne reste rien d’Adit dans le réseau de cet ordinateur.
aditctl-let-out-setting = Le réglage du blocage reste ; un service redémarré s’y conforme.
aditctl-not-undone = Non annulé : { $problem }
aditctl-nothing-at-start = Rien n’est connecté au démarrage de cet ordinateur.

## What cannot be done

aditctl-unexpected-answer = Le service a répondu à côté de la question.
aditctl-nothing-asked = Rien n’est demandé.
aditctl-several-ask = Plusieurs connexions demandent quelque chose. Nommez-en une.
aditctl-several-up = Plusieurs connexions sont établies : { $ids }. Nommez-en une, ou indiquez --all.
aditctl-no-such-connection = Aucune connexion ne s’appelle « { $wanted } ».
aditctl-several-such-connections = Plusieurs connexions s’appellent « { $wanted } ». Nommez-en une par son id : { $ids }.
aditctl-no-such-connection-here = Il n’y a pas de connexion « { $wanted } » ici.
aditctl-no-such-user = Il n’y a pas d’utilisateur { $user } sur cet ordinateur.
aditctl-no-home = Il n’y a pas de dossier personnel contenant des profils.
aditctl-profile-too-large = Ce profil est trop volumineux pour le service.
aditctl-several-such-profiles = Plusieurs profils s’appellent « { $wanted } ». Nommez-en un par son id :
aditctl-no-such-profile = Aucun fichier ni profil ne s’appelle « { $wanted } ».
aditctl-no-profiles = Vous n’avez pas de profils : importez-en un dans la fenêtre d’Adit, ou indiquez un fichier.
aditctl-your-profiles = Vos profils : { $names }.
aditctl-your-profiles-and-more = Vos profils : { $names }, et { $count } autres.
aditctl-more-lines = … et { $count } autres.
aditctl-lint-tells = « aditctl lint { $file } » explique tout.
