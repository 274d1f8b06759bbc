# What the organisation has settled for this computer in /etc/adit/policy.toml. $organisation is its name, $file a file, $line a line
# in it, $what what is wrong.

policy-set = Certains réglages sont définis par votre organisation.
policy-set-by = Certains réglages sont définis par { $organisation }.
policy-setting = Défini par votre organisation.
policy-setting-by = Défini par { $organisation }.
policy-own-profiles =
    Vos propres profils ne sont pas utilisables : { $organisation ->
        [none] votre organisation ne les autorise
       *[other] { $organisation } ne les autorise
    } pas.
policy-problem = La politique de votre organisation n’est pas utilisable, donc rien n’est autorisé : { $what }
    .advice = Demandez à un administrateur de corriger { $file } et de lancer « aditctl policy apply ». D’ici là, le trafic est bloqué.
policy-problem-line = La politique de votre organisation n’est pas utilisable, donc rien n’est autorisé : ligne { $line } de { $file } : { $what }
    .advice = Demandez à un administrateur de corriger cette ligne et de lancer « aditctl policy apply ». D’ici là, le trafic est bloqué.
policy-none = Aucune organisation n’a rien défini.
policy-fault-unreadable = Elle est illisible : { $why }.
policy-fault-owner = Elle n’appartient pas à root.
policy-fault-writable = D’autres utilisateurs que root peuvent écrire dans le fichier ou dans son dossier.
policy-fault-not-a-file = C’est un lien, ou pas un fichier ordinaire.
policy-fault-too-large = Elle dépasse { $limit } octets.
policy-fault-syntax = { $detail }.
policy-fault-value = { $key } vaut « { $value } », et peut valoir { $allowed }.
policy-fault-twice = Deux profils ont l’id « { $id } ».
policy-fault-profile = Ce profil n’est pas utilisable : { $why }
policy-fault-not-applied = Elle n’a pas été appliquée.
policy-managed-profile = Ce profil est celui de votre organisation et ne peut pas être modifié ici.
    .advice = Adressez-vous à un administrateur.
